import type { AudioFormat } from '#domain/track/track.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { INPUT, QUIET } from './arguments.ts'
import { INPUT_FORMATS } from './input-formats.ts'

/** What to decode, and how much: ffmpeg gets the limit, in frames at 48 kHz, before it opens the file. */
export type DecodeRequest = { readonly format: AudioFormat; readonly maximumFrames: number }

/**
 * Keeps mono and stereo; ffmpeg downmixes anything else to stereo with its own matrix (ITU-R BS.775). The file need not
 * be probed first: the output's header says which of the two it is, and {@link ./wave-blocks.ts} copies mono to both
 * sides without changing its level. `-ac 2` would attenuate it by 3 dB, and `pan` needs the number of channels. The
 * single speakers are listed because a mono file may be labelled, for example, front left; as half of a stereo pair it
 * would be heard on one side only.
 */
const MONO_OR_STEREO = 'aformat=channel_layouts=stereo|mono|FL|FR|BL|BR|SL|SR|BC|LFE'

/** The largest single allocation: it must hold a cover picture in an upload of at most 50 MB. */
const MAX_ALLOCATION = 64 * 1024 * 1024

/** A day: longer than any limit, and far below where ffmpeg's 64-bit microseconds overflow. */
const MAX_SECONDS = 86_400

const seconds = (maximumFrames: number): string =>
  // One second more, because it includes priming samples. The caller cuts the rest to the exact frame.
  Math.min(maximumFrames / SAMPLE_RATE + 1, MAX_SECONDS).toFixed(3)

/** Reads `input`, writes a float WAV of one or two channels at 48 kHz to `output` (`pipe:1`, `file:decoded.wav`). */
export const decodeArguments = ({ format, maximumFrames }: DecodeRequest, output: string): readonly string[] => {
  const { demuxer, decoders } = INPUT_FORMATS[format]
  return [
    QUIET,
    ['-max_alloc', String(MAX_ALLOCATION)],
    ['-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-codec_whitelist', decoders.join(',')],
    ['-threads', '1', '-t', seconds(maximumFrames), '-f', demuxer, '-i', `file:${INPUT}`],
    ['-map', '0:a:0', '-vn', '-sn', '-dn', '-map_metadata', '-1', '-threads', '1'],
    ['-af', MONO_OR_STEREO, '-ar', String(SAMPLE_RATE), '-c:a', 'pcm_f32le', '-f', 'wav', output],
  ].flat()
}
