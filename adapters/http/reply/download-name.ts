/** File systems take 255 bytes; an extension and a "(1)" are to fit behind. */
const MAX_BYTES = 200

/** Controls, marks that turn the direction of writing, and whatever no sign is assigned to. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/gu

/** What leads to another folder, or has a meaning of its own on some system. */
const MEANINGFUL = /[\\/:*?"<>|]/g

/** Names of devices, whatever stands behind their first dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i

const cut = (text: string): string => {
  let bytes = 0
  let kept = ''
  for (const sign of text) {
    bytes += Buffer.byteLength(sign)
    if (bytes > MAX_BYTES) break
    kept += sign
  }
  return kept
}

const extensionOf = (name: string): string => /\.[a-z0-9]+$/.exec(name)?.[0] ?? ''

/**
 * The name under which a file is saved: as it was asked for, but of this folder, seen whole, and with the extension the file
 * really has, so that nobody is sent a link that saves a song as a program.
 */
const savedAs = (asked: string, own: string): string => {
  const extension = extensionOf(own)
  const plain = asked
    .toWellFormed()
    .normalize('NFC')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(UNSEEN, '')
    .replaceAll(MEANINGFUL, '_')
  const bare = plain.toLowerCase().endsWith(extension) ? plain.slice(0, plain.length - extension.length) : plain
  const kept = cut(bare.replace(/^[. ]+/, '')).replace(/[. ]+$/, '')
  return kept === '' ? own : `${kept.replace(DEVICE, '_$&')}${extension}`
}

/** RFC 8187 §3.2.1: everything but attr-char is percent-encoded. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)

/** For clients that read no `filename*`; a percent sign would be taken for the beginning of a code. */
const inAscii = (name: string): string => name.replaceAll(/[^\x20-\x7e]|["%\\]/gu, '_')

/** `Content-Disposition`, RFC 6266: shown in place under its own name, or saved where a name was asked for. */
export const dispositionOf = (own: string, asked: unknown): string => {
  if (typeof asked !== 'string') return `inline; filename="${inAscii(own)}"`
  const name = savedAs(asked, own)
  const ascii = inAscii(name)
  return `attachment; filename="${ascii}"${ascii === name ? '' : `; filename*=UTF-8''${encoded(name)}`}`
}
