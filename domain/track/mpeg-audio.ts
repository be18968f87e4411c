/** What a bare stream of MPEG frames is. */
export type MpegAudio = {
  readonly format: 'mp3' | 'mp2' | 'aac'
  /** Bytes in front of the first frame: zeros or junk. */
  readonly offset: number
  /** Whether the file says how many samples its encoder put in front. Only MP3 can, in the LAME tag. */
  readonly namesDelay: boolean
}

/** As many frames in a row are a stream; fewer may be chance, unless the file ends with them. */
const FRAMES_IN_A_ROW = 3
const FEWEST_FRAMES = 2

/** ISO 11172-3 and 13818-3, bit rates in kbit/s by index, for MPEG-1 and for MPEG-2 and 2.5. */
const LAYER_2_RATES = [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384] as const
const LAYER_3_RATES = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const
const LOW_RATES = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] as const
const SAMPLE_RATES = [44_100, 48_000, 32_000] as const

type Frame = {
  readonly format: MpegAudio['format']
  readonly bytes: number
  /** Equal in all frames of a stream. */
  readonly kind: number
}

const mpegFrame = (second: number, third: number): Frame | null => {
  const version = (second >> 3) & 3
  const layer = (second >> 1) & 3
  const rate = SAMPLE_RATES[(third >> 2) & 3]
  const isFirstVersion = version === 3
  const rates = isFirstVersion ? (layer === 1 ? LAYER_3_RATES : LAYER_2_RATES) : LOW_RATES
  const kilobits = rates[third >> 4]
  if (version === 1 || (layer !== 1 && layer !== 2) || rate === undefined || !kilobits) return null
  const hertz = isFirstVersion ? rate : version === 2 ? rate / 2 : rate / 4
  const slot = (third >> 1) & 1
  const perHertz = layer === 1 && !isFirstVersion ? 72_000 : 144_000
  const bytes = Math.floor((perHertz * kilobits) / hertz) + slot
  return { format: layer === 1 ? 'mp3' : 'mp2', bytes, kind: ((second & 0x1e) << 8) | (third & 0x0c) }
}

/** ISO 13818-7: the length of a frame stands in 13 bits of its header. */
const adtsFrame = (bytes: Uint8Array, at: number): Frame | null => {
  const [third, fourth, fifth, sixth] = [bytes[at + 2]!, bytes[at + 3]!, bytes[at + 4]!, bytes[at + 5]!]
  const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5)
  const frequency = (third >> 2) & 0xf
  return frequency > 12 || length < 8 ? null : { format: 'aac', bytes: length, kind: third & 0xfc }
}

const HEADER_BYTES = 6

const frameAt = (bytes: Uint8Array, at: number): Frame | null => {
  if (at + HEADER_BYTES > bytes.length || bytes[at] !== 0xff) return null
  const second = bytes[at + 1]!
  if ((second & 0xf6) === 0xf0) return adtsFrame(bytes, at)
  return (second & 0xe0) === 0xe0 ? mpegFrame(second, bytes[at + 2]!) : null
}

const isStream = (bytes: Uint8Array, from: number, first: Frame, isWhole: boolean): boolean => {
  let at = from
  for (let frames = 0; frames < FRAMES_IN_A_ROW; frames++) {
    const frame = frameAt(bytes, at)
    if (frame === null || frame.kind !== first.kind) {
      return isWhole && frames >= FEWEST_FRAMES && at + HEADER_BYTES > bytes.length
    }
    at += frame.bytes
  }
  return true
}

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

/** The encoders whose tag is known to hold the delay. The LAME tag has it 21 bytes after the encoder's name. */
const LAME_TAGS: readonly string[] = ['LAME', 'Lavf', 'Lavc']

/** The Xing header: its place depends on version and channels, its length on its flags; the LAME tag follows it. */
const namesDelay = (bytes: Uint8Array, frame: number): boolean => {
  const isFirstVersion = (bytes[frame + 1]! & 8) !== 0
  const isMono = bytes[frame + 3]! >> 6 === 3
  const xing = frame + 4 + (isFirstVersion ? (isMono ? 17 : 32) : isMono ? 9 : 17)
  if (!['Xing', 'Info'].includes(ascii(bytes, xing, 4))) return false
  const flags = bytes[xing + 7]!
  const fields = (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0)
  return LAME_TAGS.includes(ascii(bytes, xing + 8 + fields, 4))
}

/**
 * Finds a stream of MPEG audio frames: MP3, MP2 (ISO 11172-3, 13818-3) or ADTS AAC (ISO 13818-7). A stream is several
 * frames of one kind that follow each other; a first byte proves nothing. `isWhole` says that the bytes are all of the
 * file, which may end after two frames. `null` if there is none in these bytes.
 */
export const findMpegAudio = (bytes: Uint8Array, { isWhole }: { readonly isWhole: boolean }): MpegAudio | null => {
  for (let offset = 0; offset < bytes.length; offset++) {
    const frame = frameAt(bytes, offset)
    if (frame === null || !isStream(bytes, offset, frame, isWhole)) continue
    return { format: frame.format, offset, namesDelay: frame.format === 'mp3' && namesDelay(bytes, offset) }
  }
  return null
}
