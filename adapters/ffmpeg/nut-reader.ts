/** Numbers of NUT: seven bits a byte, the most significant first (`v`); `s` has its sign in the lowest bit. */
export class NutReader {
  readonly bytes: Buffer
  at: number

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes
    this.at = at
  }

  /** Whether more was read than there is; what was read then is nonsense. */
  get isPastEnd(): boolean {
    return this.at > this.bytes.length
  }

  byte(): number {
    return this.bytes[this.at++] ?? 0
  }

  v(): number {
    let value = 0
    for (;;) {
      const byte = this.byte()
      value = value * 128 + (byte & 0x7f)
      if (byte < 0x80) return value
    }
  }

  s(): number {
    const value = this.v() + 1
    return value % 2 === 1 ? -Math.floor(value / 2) : value / 2
  }

  skip(count: number): void {
    this.at += count
  }
}

/** How the frames with one code are written. */
export type FrameCode = {
  readonly flags: number
  readonly ptsDelta: number
  readonly sizeFactor: number
  readonly sizeRest: number
  readonly reserved: number
}

export type MainHeader = {
  readonly codes: readonly FrameCode[]
  readonly timeBases: readonly (readonly [numerator: number, denominator: number])[]
  /** Lengths of what frames begin with and leave out. */
  readonly elisions: readonly number[]
}

/** The code that no frame has, because every other packet begins with it. */
export const STARTCODE = 0x4e

/** Reads the main header: the time bases, and how each of 256 frame codes is written. */
export const readMainHeader = (packet: NutReader): MainHeader => {
  const version = packet.v()
  if (version > 3) packet.v()
  packet.v()
  packet.v()
  const timeBases = Array.from({ length: packet.v() }, () => [packet.v(), packet.v()] as const)
  const codes: FrameCode[] = []
  let [ptsDelta, sizeFactor] = [0, 1]
  while (codes.length < 256 && !packet.isPastEnd) {
    const flags = packet.v()
    const fields = packet.v()
    if (fields > 0) ptsDelta = packet.s()
    if (fields > 1) sizeFactor = packet.v()
    if (fields > 2) packet.v()
    const size = fields > 3 ? packet.v() : 0
    const reserved = fields > 4 ? packet.v() : 0
    const count = fields > 5 ? packet.v() : sizeFactor - size
    for (let field = 6; field < fields; field++) packet.v()
    for (let of = 0; of < count && codes.length < 256;) {
      const isFrame = codes.length !== STARTCODE
      codes.push({ flags: isFrame ? flags : INVALID, ptsDelta, sizeFactor, sizeRest: size + of, reserved })
      if (isFrame) of++
    }
  }
  const elisions = [0, ...Array.from({ length: packet.v() }, () => skipBytes(packet))]
  return { codes, timeBases, elisions }
}

const skipBytes = (packet: NutReader): number => {
  const length = packet.v()
  packet.skip(length)
  return length
}

export type StreamHeader = {
  readonly timeBase: number
  readonly shift: number
  readonly channels: number
}

/** Reads the header of a stream of sound. */
export const readStreamHeader = (packet: NutReader): StreamHeader => {
  packet.v()
  packet.v()
  skipBytes(packet)
  const timeBase = packet.v()
  const shift = packet.v()
  packet.v()
  packet.v()
  packet.v()
  skipBytes(packet)
  packet.v()
  packet.v()
  return { timeBase, shift, channels: packet.v() }
}

const INVALID = 0x2000
const FLAG = {
  codedPts: 0x8,
  streamId: 0x10,
  sizeMsb: 0x20,
  checksum: 0x40,
  reserved: 0x80,
  headerIndex: 0x400,
  matchTime: 0x800,
  coded: 0x1000,
} as const

/** A frame's time and size; its samples follow the header. */
export type FrameHeader = { readonly pts: number; readonly bytes: number }

/** Reads the header of a frame, whose timestamp may be told by the last one; `null` if its code is not valid. */
export const readFrameHeader = (
  packet: NutReader,
  { codes, elisions }: MainHeader,
  { shift }: StreamHeader,
  lastPts: number,
): FrameHeader | null => {
  const code = codes[packet.byte()]
  if (code === undefined) return null
  // oxlint-disable-next-line no-bitwise
  const flags = code.flags & FLAG.coded ? code.flags ^ packet.v() : code.flags
  if (flags & INVALID) return null
  if (flags & FLAG.streamId) packet.v()
  const pts = flags & FLAG.codedPts ? fullPts(packet.v(), shift, lastPts) : lastPts + code.ptsDelta
  const most = flags & FLAG.sizeMsb ? packet.v() : 0
  if (flags & FLAG.matchTime) packet.s()
  const elision = elisions[flags & FLAG.headerIndex ? packet.v() : 0] ?? 0
  const reserved = flags & FLAG.reserved ? packet.v() : code.reserved
  for (let field = 0; field < reserved; field++) packet.v()
  if (flags & FLAG.checksum) packet.skip(4)
  return { pts, bytes: code.sizeRest + most * code.sizeFactor - elision }
}

/** A timestamp is written whole, or only its lowest bits: then it is the one nearest the last. */
const fullPts = (coded: number, shift: number, lastPts: number): number => {
  const period = 2 ** shift
  if (coded >= period) return coded - period
  const lowest = lastPts - Math.floor((period - 1) / 2)
  return lowest + ((((coded - lowest) % period) + period) % period)
}
