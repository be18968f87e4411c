/** File systems allow 255 bytes; this leaves room for an extension and a "(1)". */
const MAX_BYTES = 200

/** Control characters, bidirectional marks and unassigned code points. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cn}\p{Co}\p{Zl}\p{Zp}]/gu

/** Path separators and characters that are special on some systems. */
const MEANINGFUL = /[\\/:*?"<>|]/g

/** Windows device names, with any extension. */
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
 * The requested file name without paths and invisible characters, and with the file's real extension, so that no link
 * saves a song as a program.
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

/** For clients that do not support `filename*`. A percent sign would be read as an escape. */
const inAscii = (name: string): string => name.replaceAll(/[^\x20-\x7e]|["%\\]/gu, '_')

/** `Content-Disposition` (RFC 6266): inline, or an attachment if a name was requested. */
export const dispositionOf = (own: string, asked: unknown): string => {
  if (typeof asked !== 'string') return `inline; filename="${inAscii(own)}"`
  const name = savedAs(asked, own)
  const ascii = inAscii(name)
  return `attachment; filename="${ascii}"${ascii === name ? '' : `; filename*=UTF-8''${encoded(name)}`}`
}
