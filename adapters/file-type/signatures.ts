import type { AudioFormat } from '#domain/track/track.ts'

/** Ogg begins with a page per stream (RFC 3533); its first packet tells the codec. */
const OGG_CODECS = ['\u0001vorbis', 'OpusHead', '\u007fFLAC'] as const
const OGG_PAGE_BYTES = 27
const MAX_OGG_STREAMS = 8

const isOggSound = (head: Buffer): boolean => {
  let at = 0
  for (let page = 0; page < MAX_OGG_STREAMS && head.toString('latin1', at, at + 4) === 'OggS'; page++) {
    const segments = head[at + 26] ?? 0
    const body = at + OGG_PAGE_BYTES + segments
    const start = head.toString('latin1', body, body + 8)
    if (OGG_CODECS.some((codec) => start.startsWith(codec))) return true
    at = body + head.subarray(at + OGG_PAGE_BYTES, body).reduce((sum, length) => sum + length, 0)
  }
  return false
}

const EBML = '\u001aE\u00df\u00a3'
const DOC_TYPE = Buffer.from([0x42, 0x82])
/** The EBML header is short and stands first. */
const EBML_HEADER_BYTES = 64

/** The DocType of an EBML header (RFC 8794); its length is one byte, because it is one of two words. */
const docType = (head: Buffer): string => {
  const header = head.subarray(0, EBML_HEADER_BYTES)
  const at = header.indexOf(DOC_TYPE)
  return at < 0 ? '' : header.toString('latin1', at + 3, at + 3 + (header[at + 2]! & 0x7f))
}

const WAVES: readonly string[] = ['RIFF', 'RIFX', 'RF64', 'BW64']

/** What the first bytes of a file say it is, for the formats whose first bytes are enough; `null` otherwise. */
export const signatureOf = (head: Buffer): AudioFormat | null => {
  const first = head.toString('latin1', 0, 4)
  const third = head.toString('latin1', 8, 12)
  if (WAVES.includes(first) && third === 'WAVE') return 'wav'
  if (first === 'FORM' && (third === 'AIFF' || third === 'AIFC')) return 'aiff'
  if (first === 'caff') return 'caf'
  if (first === 'fLaC') return 'flac'
  if (first === 'wvpk') return 'wv'
  if (first === 'OggS' && isOggSound(head)) return 'ogg'
  if (head.toString('latin1', 0, 5) === '#!AMR') return 'amr'
  if (first !== EBML) return null
  const type = docType(head)
  return type === 'webm' ? 'webm' : type === 'matroska' ? 'mka' : null
}
