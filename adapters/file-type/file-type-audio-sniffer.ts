import { fileTypeFromBuffer } from 'file-type'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { AudioSniffer, ByteStream, Sniffed } from '#application/track/audio.ts'
import { readMatroska } from '#domain/track/matroska.ts'
import { findMpegAudio } from '#domain/track/mpeg-audio.ts'
import type { Alignment, AudioFormat } from '#domain/track/track.ts'
import { ByteReader } from './byte-reader.ts'
import { sniffMovie } from './movie-sniffer.ts'
import { signatureOf } from './signatures.ts'

/** How much is read of a file whose beginning tells what it is. */
const HEAD_BYTES = 4100

/** ID3v2.4, section 3.1: `ID3`, version, flags, and the size of the rest in four times seven bits. */
const ID3_HEADER_BYTES = 10

/** Zeros, or junk of an encoder or of a cut, may stand in front of the first frame of MPEG audio. */
const JUNK_BYTES = 64 * 1024

/** More consecutive tags than any real file has. */
const MAX_TAGS = 8

/** The length of the ID3 tag at the start of these bytes; 0 if there is none. */
const id3Length = (head: Buffer): number => {
  if (head.length < ID3_HEADER_BYTES || head.toString('latin1', 0, 3) !== 'ID3') return 0
  const size = head.subarray(6, 10).reduce((sum, seven) => sum * 128 + (seven & 0x7f), 0)
  const hasFooter = (head[5]! & 0x10) !== 0
  return ID3_HEADER_BYTES + size + (hasFooter ? ID3_HEADER_BYTES : 0)
}

/** Names of what people send and `file-type` calls otherwise. */
const NAMES: ReadonlyMap<string, string> = new Map([
  ['asf', 'WMA'],
  ['mid', 'MIDI'],
  ['ape', "Monkey's Audio"],
  ['mpc', 'Musepack'],
  ['jpg', 'JPEG'],
])

const stranger = async (head: Buffer): Promise<Sniffed> => {
  // Malformed bytes may make its parser throw; such a file is not known by any name.
  const type = await fileTypeFromBuffer(head).catch(() => undefined)
  return { format: null, name: type === undefined ? null : (NAMES.get(type.ext) ?? type.ext.toUpperCase()) }
}

const alignmentIn = (head: Buffer, format: AudioFormat): Alignment =>
  (format === 'webm' || format === 'mka') && readMatroska(head).some(({ namesDelay }) => !namesDelay)
    ? 'assumed'
    : 'exact'

const mpeg = (head: Buffer, wanted: number): Sniffed | null => {
  const found = findMpegAudio(head, { isWhole: head.length < wanted })
  return found && { format: found.format, alignment: found.namesDelay ? 'exact' : 'assumed' }
}

/** Behind the tags, if there are any. */
const detectBehind = async (reader: ByteReader, tags: number): Promise<Result<Sniffed, Unavailable>> => {
  const head = await reader.peek(HEAD_BYTES)
  if (head.isErr()) return err(head.error)
  const signature = signatureOf(head.value)
  if (signature !== null) return ok({ format: signature, alignment: alignmentIn(head.value, signature) })
  const movie = tags === 0 ? await sniffMovie(reader) : ok(null)
  if (movie.isErr()) return err(movie.error)
  if (movie.value !== null) return ok(movie.value)
  const known = await stranger(head.value)
  const first = mpeg(head.value, HEAD_BYTES)
  // What is known by another name may hold a stream of MPEG audio, but it is not one.
  if (known.format === null && known.name !== null && !MPEG_NAMES.includes(known.name)) return ok(known)
  if (first !== null) return ok(first)
  const more = await reader.peek(JUNK_BYTES)
  return more.map((bytes) => mpeg(bytes, JUNK_BYTES) ?? { format: null, name: null })
}

/** A stream of MPEG audio goes by these names in `file-type`, which looks at a first frame alone. */
const MPEG_NAMES: readonly string[] = ['MP1', 'MP2', 'MP3', 'AAC']

const detect = async (reader: ByteReader): Promise<Result<Sniffed, Unavailable>> => {
  for (let tags = 0; tags <= MAX_TAGS; tags++) {
    const head = await reader.peek(ID3_HEADER_BYTES)
    if (head.isErr()) return err(head.error)
    const tag = id3Length(head.value)
    if (tag === 0) return detectBehind(reader, tags)
    const skipped = await reader.skip(tag)
    if (skipped.isErr()) return err(skipped.error)
  }
  return ok({ format: null, name: null })
}

const sniff = async (bytes: ByteStream): Promise<Result<Sniffed, Unavailable>> => {
  const reader = new ByteReader(bytes)
  try {
    return await detect(reader)
  } finally {
    await reader.close()
  }
}

/**
 * Detects what a file is from its structure: from its beginning, and in a movie from the box that describes it, wherever
 * that stands. ID3 tags and the sound of a movie are skipped chunk by chunk: they may be too large to hold in memory. What
 * is not taken is named by the `file-type` package.
 */
export class FileTypeAudioSniffer implements AudioSniffer {
  sniff(bytes: ByteStream): ResultAsync<Sniffed, Unavailable> {
    return new ResultAsync(sniff(bytes))
  }
}
