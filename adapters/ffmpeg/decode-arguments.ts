import type { AudioFormat } from '#domain/track/track.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { DECODED, INPUT } from './arguments.ts'
import { INPUT_FORMATS } from './input-formats.ts'

/** What to decode, and how much: ffmpeg gets the limit, in frames at 48 kHz, before it opens the file. */
export type DecodeRequest = {
  readonly format: AudioFormat
  readonly maximumFrames: number
  /** Which of the file's tracks of sound, from 0. */
  readonly stream: number
  /** Bytes in front of the first frame of MPEG audio. */
  readonly skipBytes: number
  /** Samples to leave out at the beginning, at the rate of the file. */
  readonly trim: number
  /** Its channels, if they are known. */
  readonly channels: number | null
}

/** Every speaker of WAVEFORMATEXTENSIBLE by its name in ffmpeg. */
const SPEAKERS = 'FL FR FC LFE BL BR FLC FRC BC SL SR TC TFL TFC TFR TBL TBC TBR'.split(' ')

/** ffmpeg has other names for these and refuses a layout that is listed twice. */
const SINGLE = SPEAKERS.filter((speaker) => speaker !== 'FC')
const PAIRS = SPEAKERS.flatMap((one, at) => SPEAKERS.slice(at + 1).map((other) => `${one}+${other}`)).filter(
  (pair) => pair !== 'FL+FR',
)

/**
 * Keeps mono and stereo; ffmpeg downmixes anything else to stereo with its own matrix (ITU-R BS.775). The file need not
 * be probed first: the output's header says which of the two it is, and {@link ./timeline.ts} copies mono to both sides
 * without changing its level. `-ac 2` would attenuate it by 3 dB, and `pan` needs the number of channels. Where one or two
 * channels are known, any speakers that a file says they are stay as they are: one speaker of a stereo pair would be
 * heard on one side only, and of a pair such as centre and LFE one would be lost. Of more channels ffmpeg would rather
 * choose a single speaker than stereo, so few are listed.
 */
const layoutsOf = (channels: number | null): readonly string[] => {
  if (channels === 1) return ['mono', ...SINGLE]
  return channels === 2 ? ['stereo', ...PAIRS] : ['stereo', 'mono', 'FL', 'FR']
}

/**
 * Taps of the resampler at 48 kHz or at the file's rate, whichever is higher, the edge of its pass band, and the window.
 * From 44.1 kHz: ±0.001 dB to 20 kHz, images below −110 dB: what is between 20 and 24.1 kHz, where the first image may be, is
 * all the slope has. ffmpeg's own 32 taps lose 0.5 dB at 20 kHz and leave an image at −25 dB. Built-in and not soxr, which
 * `@ffmpeg/core` lacks: both decode to the same samples.
 */
const RESAMPLER = { taps: 88, edge: 0.92, beta: 10.5 } as const
/** Frames at 48 kHz that the resampler holds back, waiting for what follows, of a file at this rate. */
export const heldBack = (rate: number): number => {
  if (rate === SAMPLE_RATE) return 0
  const factor = Math.min((SAMPLE_RATE * RESAMPLER.edge) / rate, 1)
  const half = Math.floor((Math.ceil(RESAMPLER.taps / factor) - 1) / 2)
  return Math.round((half * SAMPLE_RATE) / rate)
}

/** Says what streams there are, which decoding faults are told from; every line has its level in front. */
const TALKATIVE = ['-nostdin', '-hide_banner', '-nostats', '-v', 'level+info', '-y'] as const

/** The largest single allocation: it must hold a cover picture in an upload of at most 50 MB. */
const MAX_ALLOCATION = 64 * 1024 * 1024

/** A day: longer than any limit. */
const MAX_FRAMES = 86_400 * SAMPLE_RATE

/** Where decoded samples go, and what it says of their form. */
export const TO_FILE: readonly string[] = ['-write_index', '0', '-f', 'nut', `file:${DECODED}`]

/**
 * Packets that wait for the pipe: some 10 kB each, 3 MB at worst. Without them, decoding stands still while we work on what it sent
 * before: a pipe holds 2 ms of decoding.
 */
const QUEUED_PACKETS = 24

export const TO_PIPE: readonly string[] = [
  ['-f', 'fifo', '-queue_size', String(QUEUED_PACKETS)],
  ['-fifo_format', 'nut', '-format_opts', 'write_index=0', 'pipe:1'],
].flat()

/** Reads `input`, writes timed float of one or two channels at 48 kHz, as NUT. */
export const decodeArguments = (
  { format, maximumFrames, stream, skipBytes, trim, channels }: DecodeRequest,
  to: readonly string[],
): readonly string[] => {
  const { demuxer, decoders } = INPUT_FORMATS[format]
  const { taps, edge, beta } = RESAMPLER
  const filters = [
    ...(trim === 0 ? [] : [`atrim=start_sample=${trim}`]),
    // One filter for all: of several, each would choose by itself, and 5.1 would become mono.
    `aformat=sample_fmts=flt:sample_rates=${SAMPLE_RATE}:channel_layouts=${layoutsOf(channels).join('|')}`,
    `atrim=end_sample=${Math.min(Math.max(maximumFrames, 1), MAX_FRAMES)}`,
  ]
  return [
    TALKATIVE,
    ['-max_alloc', String(MAX_ALLOCATION)],
    ['-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-codec_whitelist', decoders.join(',')],
    skipBytes === 0 ? [] : ['-skip_initial_bytes', String(skipBytes)],
    // The timestamps as they are in the file: ffmpeg would guess what is wrong with them, each version differently.
    ['-copyts', '-threads', '1', '-f', demuxer, '-i', `file:${INPUT}`],
    ['-map', `0:a:${stream}`, '-vn', '-sn', '-dn', '-map_metadata', '-1', '-threads', '1'],
    ['-filter_size', String(taps), '-cutoff', String(edge), '-kaiser_beta', String(beta)],
    ['-af', filters.join(','), '-c:a', 'pcm_f32le', ...to],
  ].flat()
}
