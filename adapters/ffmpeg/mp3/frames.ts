/** Samples per channel in a frame of MPEG-1 Layer III (ISO/IEC 11172-3). */
export const FRAME_SAMPLES = 1152

/** At 48 kHz a frame is 3 bytes long for each kbit/s and needs no padding. */
const BYTES_PER_KILOBIT = 3

/** Bit rates in kbit/s by the index in the header; 0 where the index is not used. */
const KILOBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0] as const

/** Sync, MPEG-1, Layer III, no CRC; and the rate 48 kHz. */
const HEADER = 0xff_fb
const RATE_48_KHZ = 1

/** The header of frames of this many bit/s in joint stereo, at 48 kHz. */
export const frameHeader = (kilobits: (typeof KILOBITS)[number]): readonly [number, number, number, number] => [
  HEADER >> 8,
  HEADER & 0xff,
  (KILOBITS.indexOf(kilobits) << 4) | (RATE_48_KHZ << 2),
  0x40,
]

/** The bytes of each frame, in order; `null` if anything is not a frame as we encode them. */
export const frameBytes = (file: Uint8Array): readonly number[] | null => {
  const lengths: number[] = []
  for (let at = 0; at < file.length;) {
    const flags = file[at + 2] ?? 0
    const bytes = BYTES_PER_KILOBIT * (KILOBITS[flags >> 4] ?? 0)
    const isFrame = file[at] === HEADER >> 8 && file[at + 1] === (HEADER & 0xff) && ((flags >> 2) & 3) === RATE_48_KHZ
    if (!isFrame || bytes === 0 || at + bytes > file.length) return null
    lengths.push(bytes)
    at += bytes
  }
  return lengths
}
