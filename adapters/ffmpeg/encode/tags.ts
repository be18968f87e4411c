import type { MasterTags } from '#application/track/audio.ts'

/** Tags as they are written: one line each, and the cover as a JPEG. */
export type WrittenTags = {
  readonly title: string
  readonly artist: string
  readonly cover: Uint8Array | null
}

/** One line of valid Unicode: some formats end a text at a NUL or a newline. */
const line = (raw: string): string =>
  raw
    .toWellFormed()
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()

/** The texts as lines. */
export const writtenTags = ({ title, artists }: MasterTags, cover: Uint8Array | null): WrittenTags => ({
  title: line(title),
  artist: artists.map(line).join(', '),
  cover,
})

const FRONT_COVER = 3

const word = (value: number): Buffer => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** A picture as FLAC and Ogg hold it (RFC 9639 §8.8); dimensions may be 0 where they are not known. */
const pictureBlock = (jpeg: Uint8Array): Buffer => {
  const type = Buffer.from('image/jpeg')
  const dimensions = Buffer.alloc(4 * 4)
  const head = [word(FRONT_COVER), word(type.length), type, word(0), dimensions]
  return Buffer.concat([...head, word(jpeg.length), jpeg])
}

/** The characters that mean something in ffmpeg's metadata files. */
const SPECIAL = /[=;#\\\n]/g

const entry = (key: string, value: string): string => `${key}=${value.replaceAll(SPECIAL, String.raw`\$&`)}\n`

/**
 * The texts as one of ffmpeg's metadata files. A file and not arguments: those are limited in length, and other users
 * of the machine can read them. Ogg has no place for a picture but among the texts.
 */
export const metadataFile = ({ title, artist, cover }: WrittenTags, isPictureText: boolean): string => {
  const picture = isPictureText && cover !== null ? pictureBlock(cover).toString('base64') : ''
  const entries = { title, artist, metadata_block_picture: picture }
  return `;FFMETADATA1\n${Object.entries(entries)
    .filter(([, value]) => value !== '')
    .map(([key, value]) => entry(key, value))
    .join('')}`
}
