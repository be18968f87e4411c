import { err, ok, type Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { Sniffed } from '#application/track/audio.ts'
import { BOX_HEADER_BYTES, readBoxHeader, readMovie } from '#domain/track/movie.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import type { ByteReader } from './byte-reader.ts'

/** What a movie may begin with. Other boxes begin other files. */
const FIRST_BOXES: readonly string[] = [
  'ftyp',
  'styp',
  'moov',
  'moof',
  'mdat',
  'wide',
  'free',
  'skip',
  'pnot',
  'sidx',
  'uuid',
]
/** Sound that a cut left without its description. */
const SOUND_BOXES: readonly string[] = ['mdat', 'moof']

/** More than any movie's description has. */
const MAX_MOOV_BYTES = 16 * 1024 * 1024
const MAX_BOXES = 100_000

const formatOf = (moov: Uint8Array, format: AudioFormat): Sniffed => {
  const sounds = readMovie(moov)
  const isAssumed = sounds.some((sound) => sound.isAac && !sound.namesDelay)
  return { format, alignment: isAssumed ? 'assumed' : 'exact' }
}

/**
 * An MP4, 3GP or QuickTime file, whatever its brand: its boxes follow each other, and one of them describes its tracks.
 * It may be the last, behind all sound. A picture in such boxes has none. A file that was cut off before it is a damaged
 * movie. `null` if these are no boxes of a movie.
 */
export const sniffMovie = async (reader: ByteReader): Promise<Result<Sniffed | null, Unavailable>> => {
  let format: AudioFormat = 'mov'
  let hasSound = false
  for (let box = 0; box < MAX_BOXES; box++) {
    const head = await reader.peek(BOX_HEADER_BYTES)
    if (head.isErr()) return err(head.error)
    const found = readBoxHeader(head.value)
    if (found === null || (box === 0 && !FIRST_BOXES.includes(found.type))) break
    const { type, header, size } = found
    if (type === 'ftyp' && head.value.toString('latin1', 8, 12) !== 'qt  ') format = 'm4a'
    if (type === 'meta') return ok(null)
    if (SOUND_BOXES.includes(type)) hasSound = true
    if (type === 'moov' && size <= MAX_MOOV_BYTES) {
      const moov = await reader.peek(size === 0 ? MAX_MOOV_BYTES : size)
      return moov.map((bytes) => formatOf(bytes.subarray(header), format))
    }
    if (size === 0) break
    const skipped = await reader.skip(size)
    if (skipped.isErr()) return err(skipped.error)
  }
  return ok(hasSound ? { format, alignment: 'exact' } : null)
}
