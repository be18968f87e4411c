import { SAMPLE_RATE } from '#domain/sound/block.ts'

/** The files of an attempt. They are in its own directory, so that no host path is ever an argument. */
export const INPUT = 'input'
export const DECODED = 'decoded.nut'
export const SAMPLES = 'samples'
export const MASTER = 'master.mp3'

const QUIET = ['-nostdin', '-hide_banner', '-v', 'error', '-y'] as const

/**
 * Reads interleaved stereo float from `input` (`pipe:0`, `file:samples`) and writes `master.mp3`. The output is
 * bit-exact and without metadata, so that it contains neither the time nor the ffmpeg build. It is a file and not a
 * pipe because ffmpeg goes back to write the Xing/LAME header last.
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
