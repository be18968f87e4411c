/** A track of sound as a movie declares it. */
export type MovieSound = {
  /** Four characters: `mp4a`, `alac`, `Opus`. */
  readonly codec: string
  /** Samples at 48 kHz that play before the sound proper, as Opus declares them; 0 for other codecs. */
  readonly preSkip: number
  /** Whether it is AAC, whose encoders put samples in front that only an edit list or iTunes' tag can tell. */
  readonly isAac: boolean
  /** Whether an edit list or iTunes' tag says where the sound begins. */
  readonly namesDelay: boolean
  /** Whether its edit list begins with an empty edit: silence. */
  readonly beginsWithSilence: boolean
}

type Box = { readonly type: string; readonly body: Uint8Array }

const number32 = (bytes: Uint8Array, at: number): number =>
  bytes[at]! * 2 ** 24 + ((bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!)

const ascii = (bytes: Uint8Array, at: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(at, at + length))

/** The header of a box: its type and the size of all of it, header included; size 0 reaches to the end of the file. */
export type BoxHeader = { readonly type: string; readonly header: number; readonly size: number }

/** The longest header of a box. */
export const BOX_HEADER_BYTES = 16

/** Reads the header of the box that starts these bytes; `null` where none can be. */
export const readBoxHeader = (bytes: Uint8Array): BoxHeader | null => {
  if (bytes.length < 8) return null
  const small = number32(bytes, 0)
  const type = ascii(bytes, 4, 4)
  if (small !== 1) return small === 0 || small >= 8 ? { type, header: 8, size: small } : null
  if (bytes.length < BOX_HEADER_BYTES) return null
  const size = number32(bytes, 8) * 2 ** 32 + number32(bytes, 12)
  return size >= BOX_HEADER_BYTES ? { type, header: BOX_HEADER_BYTES, size } : null
}

function* eachBox(bytes: Uint8Array): Generator<Box> {
  for (let at = 0; at < bytes.length;) {
    const head = readBoxHeader(bytes.subarray(at))
    if (head === null) break
    const end = head.size === 0 ? bytes.length : at + head.size
    yield { type: head.type, body: bytes.subarray(at + head.header, end) }
    at = end
  }
}

const boxesOf = (bytes: Uint8Array): readonly Box[] => [...eachBox(bytes)]

/** The body of the first box at this path of types; empty if there is none. */
const bodyAt = (bytes: Uint8Array, path: readonly string[]): Uint8Array =>
  path.reduce((body, type) => boxesOf(body).find((box) => box.type === type)?.body ?? new Uint8Array(), bytes)

const indexOf = (bytes: Uint8Array, word: string): number => {
  for (let at = 0; at + word.length <= bytes.length; at++) {
    if (bytes[at] === word.charCodeAt(0) && ascii(bytes, at, word.length) === word) return at
  }
  return -1
}

/** Object types of ISO 14496-1 that are AAC: MPEG-4, and the three profiles of MPEG-2. */
const AAC_TYPES: readonly number[] = [0x40, 0x66, 0x67, 0x68]

/** The object type in an `esds` box: after its version, the descriptors 3 and 4 with lengths of one to four bytes. */
const isAac = (entry: Uint8Array): boolean => {
  const found = indexOf(entry, 'esds')
  if (found < 0) return false
  const afterLength = (at: number): number => {
    let end = at
    while (entry[end]! >= 0x80) end++
    return end + 1
  }
  const at = found + 8
  if (entry[at] !== 3) return false
  const flags = entry[afterLength(at + 1) + 2]!
  const depends = (flags & 0x80 ? 2 : 0) + (flags & 0x20 ? 2 : 0)
  const next = afterLength(at + 1) + 3 + depends
  return entry[next] === 4 && AAC_TYPES.includes(entry[afterLength(next + 1)]!)
}

/** The `dOps` box of an Opus entry: version, channels, pre-skip. */
const preSkipOf = (entry: Uint8Array): number => {
  const found = indexOf(entry, 'dOps')
  return found < 0 || found + 8 > entry.length ? 0 : entry[found + 6]! * 256 + entry[found + 7]!
}

/** Edits in the order they play: the media time they begin at, or `null` for an empty one. */
const editsOf = (list: Uint8Array): readonly (number | null)[] => {
  if (list.length < 8) return []
  const isLong = list[0] === 1
  const bytes = isLong ? 20 : 12
  const count = Math.min(number32(list, 4), Math.floor((list.length - 8) / bytes))
  return Array.from({ length: count }, (_, edit) => {
    const at = 8 + edit * bytes + (isLong ? 8 : 4)
    const time = number32(list, isLong ? at + 4 : at)
    return number32(list, at) === 0xffff_ffff ? null : time
  })
}

/**
 * The tracks of sound in the body of a `moov` box (ISO 14496-12, QuickTime), in their order. What cannot be read is left
 * out: a damaged movie has no sound.
 */
export const readMovie = (moov: Uint8Array): readonly MovieSound[] => {
  const hasTag = indexOf(moov, 'iTunSMPB') >= 0
  return boxesOf(moov).flatMap(({ type, body }) => {
    if (type !== 'trak' || ascii(bodyAt(body, ['mdia', 'hdlr']), 8, 4) !== 'soun') return []
    const entry = boxesOf(bodyAt(body, ['mdia', 'minf', 'stbl', 'stsd']).subarray(8))[0]
    const codec = entry?.type ?? ''
    const inside = entry?.body ?? new Uint8Array()
    const edits = editsOf(bodyAt(body, ['edts', 'elst']))
    return [
      {
        codec,
        preSkip: codec === 'Opus' ? preSkipOf(inside) : 0,
        isAac: codec === 'mp4a' && isAac(inside),
        namesDelay: hasTag || edits.some((edit) => edit !== null),
        beginsWithSilence: edits.length > 1 && edits[0] === null,
      },
    ]
  })
}
