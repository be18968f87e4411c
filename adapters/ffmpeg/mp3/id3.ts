/** ID3v2.4 (id3.org, “ID3 tag version 2.4.0”): what a player shows of an MP3. ffmpeg cannot write it for joined pieces. */
import type { WrittenTags } from '../encode/tags.ts'

const HEADER_BYTES = 10
const UTF_8 = 3
const FRONT_COVER = 3

/** Seven bits a byte, so that no size looks like the start of a frame of sound. */
const syncSafe = (size: number): readonly number[] => [21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f)

const frame = (name: string, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(name, 'latin1'), Uint8Array.from([...syncSafe(body.length), 0, 0]), body])

const text = (name: string, value: string): Uint8Array =>
  frame(name, Buffer.concat([Uint8Array.of(UTF_8), Buffer.from(value, 'utf8')]))

const picture = (jpeg: Uint8Array): Uint8Array =>
  frame('APIC', Buffer.concat([Buffer.from([UTF_8, ...Buffer.from('image/jpeg'), 0, FRONT_COVER, 0]), jpeg]))

/** The tag to be put in front of an MP3. */
export const id3 = ({ title, artist, cover }: WrittenTags): Uint8Array<ArrayBuffer> => {
  const frames = [text('TIT2', title), text('TPE1', artist), ...(cover === null ? [] : [picture(cover)])]
  const size = frames.reduce((sum, { length }) => sum + length, 0)
  const header = Buffer.alloc(HEADER_BYTES)
  header.write('ID3\u0004', 'latin1')
  header.set(syncSafe(size), HEADER_BYTES - 4)
  return new Uint8Array(Buffer.concat([header, ...frames]))
}
