import { SAMPLE_RATE, type AudioFormat } from '#domain/track/track.ts'

/** Names of the files of an attempt, all in its own directory, so that no path of the host is ever an argument. */
export const INPUT = 'input'
export const DECODED = 'decoded.wav'
export const SAMPLES = 'samples'
export const MASTER = 'master.mp3'

/** What may be decoded: the length, counted in frames at 48 kHz, is told to ffmpeg before it opens the file. */
export type DecodeOrder = { readonly format: AudioFormat; readonly maximumFrames: number }

type Reading = { readonly demuxer: string; readonly decoders: readonly string[] }

/** Demuxer and decoders by format. Nothing else of ffmpeg's hundreds is ever opened on a stranger's bytes. */
const READING: Readonly<Record<AudioFormat, Reading>> = {
  mp3: { demuxer: 'mp3', decoders: ['mp3float', 'mp3'] },
  aac: { demuxer: 'aac', decoders: ['aac'] },
  m4a: { demuxer: 'mov', decoders: ['aac'] },
  wav: {
    demuxer: 'wav',
    decoders: ['pcm_u8', 'pcm_s16le', 'pcm_s24le', 'pcm_s32le', 'pcm_f32le', 'pcm_f64le'],
  },
  flac: { demuxer: 'flac', decoders: ['flac'] },
  ogg: { demuxer: 'ogg', decoders: ['vorbis', 'libvorbis', 'opus', 'libopus'] },
  webm: { demuxer: 'matroska', decoders: ['opus', 'libopus'] },
}

/**
 * One channel stays one and two stay two; more are folded down to two by ffmpeg's own matrix (ITU-R BS.775). This
 * needs no look at the file beforehand, and which of the two came out stands in the header of the output: one channel
 * is then put on both sides by {@link ./wave-blocks.ts} at its own level. `-ac 2` would take 3 dB off it, and `pan`
 * would have to know the number of channels. The single speakers are listed because a file of one channel may say
 * that it is the left one; taken for half a stereo pair it would sound on one side only.
 */
const AT_MOST_TWO_CHANNELS = 'aformat=channel_layouts=stereo|mono|FL|FR|BL|BR|SL|SR|BC|LFE'

const QUIET = ['-nostdin', '-hide_banner', '-v', 'error', '-y'] as const

/** No single allocation above this: an upload is at most 50 MB, and a cover picture in it has to fit. */
const MAXIMUM_ALLOCATION = 64 * 1024 * 1024

/** ffmpeg counts seconds in 64-bit microseconds; a day is more than any limit and far from where that overflows. */
const LONGEST_SECONDS = 86_400

const seconds = (maximumFrames: number): string =>
  // A second more than is asked: priming samples are counted in it. What is over is cut to the frame outside.
  Math.min(maximumFrames / SAMPLE_RATE + 1, LONGEST_SECONDS).toFixed(3)

/** Reads `input`, writes a float WAV of one or two channels at 48 kHz to `output` (`pipe:1`, `file:decoded.wav`). */
export const decodeArguments = ({ format, maximumFrames }: DecodeOrder, output: string): readonly string[] => {
  const { demuxer, decoders } = READING[format]
  return [
    QUIET,
    ['-max_alloc', String(MAXIMUM_ALLOCATION)],
    ['-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-codec_whitelist', decoders.join(',')],
    ['-threads', '1', '-t', seconds(maximumFrames), '-f', demuxer, '-i', `file:${INPUT}`],
    ['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-threads', '1'],
    ['-af', AT_MOST_TWO_CHANNELS, '-ar', String(SAMPLE_RATE), '-c:a', 'pcm_f32le', '-f', 'wav', output],
  ].flat()
}

/**
 * Reads interleaved stereo float from `input` (`pipe:0`, `file:samples`), writes `master.mp3`. Bit-exact and without
 * metadata, so that neither the time nor the build of ffmpeg stands in the file; the Xing/LAME header is written when
 * everything else is, which is why the master is a file and not a pipe.
 */
export const encodeArguments = (input: string): readonly string[] =>
  [
    QUIET,
    ['-protocol_whitelist', input.startsWith('pipe:') ? 'pipe' : 'file'],
    ['-format_whitelist', 'f32le', '-codec_whitelist', 'pcm_f32le'],
    ['-f', 'f32le', '-ar', String(SAMPLE_RATE), '-ac', '2', '-i', input],
    ['-map', '0:a:0', '-map_metadata', '-1', '-fflags', '+bitexact', '-flags:a', '+bitexact', '-threads', '1'],
    ['-c:a', 'libmp3lame', '-b:a', '192k', '-id3v2_version', '0', '-write_xing', '1', '-f', 'mp3', `file:${MASTER}`],
  ].flat()
