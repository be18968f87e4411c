import { ASSUMED_PRIMING } from './track.ts'

/** A track of sound as Matroska or WebM declares it. */
export type MatroskaSound = {
  /** `A_AAC`, `A_OPUS`. */
  readonly codec: string
  /** Samples, at the file's rate, that its encoder put in front: declared, or else assumed. 0 where none are put there. */
  readonly priming: number
  /** Whether the file declares them, or its codec has none. */
  readonly namesDelay: boolean
}

type Element = { readonly id: number; readonly body: Uint8Array; readonly end: number }

const ID = {
  segment: 0x18538067,
  cluster: 0x1f43b675,
  tracks: 0x1654ae6b,
  track: 0xae,
  type: 0x83,
  codec: 0x86,
  codecDelay: 0x56aa,
  audio: 0xe1,
  rate: 0xb5,
} as const

const SOUND = 2

/** A number whose length stands in the zeros before its first one (RFC 8794, section 4); `value` without that one. */
const readVarint = (bytes: Uint8Array, at: number, keepsMarker: boolean): { value: number; length: number } | null => {
  const first = bytes[at]
  if (first === undefined || first === 0) return null
  const length = Math.clz32(first) - 23
  if (at + length > bytes.length) return null
  let value = keepsMarker ? first : first - 2 ** (8 - length)
  for (let next = 1; next < length; next++) value = value * 256 + bytes[at + next]!
  return { value, length }
}

/** The element at this place. One of unknown or excessive length reaches to the end. */
const elementAt = (bytes: Uint8Array, at: number): Element | null => {
  const id = readVarint(bytes, at, true)
  const size = id && readVarint(bytes, at + id.length, false)
  if (size === null) return null
  const start = at + id!.length + size.length
  const isUnknown = size.value === 2 ** (7 * size.length) - 1
  const end = isUnknown ? bytes.length : Math.min(start + size.value, bytes.length)
  return { id: id!.value, body: bytes.subarray(start, end), end }
}

function* eachChild(bytes: Uint8Array): Generator<Element> {
  for (let at = 0; at < bytes.length;) {
    const element = elementAt(bytes, at)
    if (element === null || element.id === ID.cluster) break
    yield element
    at = element.end
  }
}

const childrenOf = (bytes: Uint8Array): readonly Element[] => [...eachChild(bytes)]

const find = (elements: readonly Element[], id: number): Uint8Array | null =>
  elements.find((element) => element.id === id)?.body ?? null

const unsigned = (body: Uint8Array | null): number =>
  body === null ? 0 : body.reduce((sum, byte) => sum * 256 + byte, 0)

const float = (body: Uint8Array | null): number => {
  if (body === null) return 8000
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  return body.length === 8 ? view.getFloat64(0) : body.length === 4 ? view.getFloat32(0) : 8000
}

const assumedOf = (codec: string): number => {
  if (codec.startsWith('A_AAC')) return ASSUMED_PRIMING.aac
  if (codec === 'A_MPEG/L3') return ASSUMED_PRIMING.mp3
  return codec === 'A_MPEG/L2' ? ASSUMED_PRIMING.mp2 : 0
}

const soundOf = (track: Uint8Array): readonly MatroskaSound[] => {
  const fields = childrenOf(track)
  if (unsigned(find(fields, ID.type)) !== SOUND) return []
  const codec = String.fromCharCode(...(find(fields, ID.codec) ?? []).filter((byte) => byte !== 0))
  const assumed = assumedOf(codec)
  // Of the others the decoder knows it, or there is none.
  if (assumed === 0) return [{ codec, priming: 0, namesDelay: true }]
  const delay = find(fields, ID.codecDelay)
  if (delay === null) return [{ codec, priming: assumed, namesDelay: false }]
  const rate = float(find(childrenOf(find(fields, ID.audio) ?? new Uint8Array()), ID.rate))
  return [{ codec, priming: Math.round((unsigned(delay) * rate) / 1e9), namesDelay: true }]
}

/**
 * The tracks of sound in the beginning of a Matroska or WebM file (RFC 9559), in their order; none if their description
 * does not stand before the first sound. `CodecDelay` is in nanoseconds.
 */
export const readMatroska = (head: Uint8Array): readonly MatroskaSound[] => {
  const segment = find(childrenOf(head), ID.segment)
  const tracks = segment && find(childrenOf(segment), ID.tracks)
  return tracks === null
    ? []
    : childrenOf(tracks).flatMap((track) => (track.id === ID.track ? soundOf(track.body) : []))
}
