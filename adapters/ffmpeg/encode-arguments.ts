import type { MasterFormat } from '#domain/mix/master-format.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { QUIET } from './arguments.ts'

/** The files of an encoding attempt; see {@link ./arguments.ts}. */
export const SAMPLES = 'samples'
export const MASTER = 'master'
export const TAGS = 'tags'
export const PICTURE = 'picture'
export const COVER = 'cover'

/** A run of ffmpeg on files of the attempt's directory. */
export type Job = {
  readonly arguments: readonly string[]
  /** The files it may read. */
  readonly reads: readonly string[]
  /** The files it may create. */
  readonly writes: readonly string[]
}

/** The formats that one run encodes; MP3 is encoded in pieces and joined. */
export type WholeFormat = Exclude<MasterFormat, 'mp3'>

/** What not every build of ffmpeg can do. */
export type Abilities = {
  /** Complexity of the Opus encoder, 0 … 10. */
  readonly opusComplexity: number
  /** Whether a run may be started before what it reads is there. */
  readonly standsBy: boolean
  /** Whether lines of metadata files may be longer than 1023 bytes, as a picture is. */
  readonly hasLongTexts: boolean
  /** Whether an MP4 can tell its end to the sample. By default it is told to the millisecond, and up to 24 samples are cut. */
  readonly hasExactEnd: boolean
}

const OUTPUTS: Readonly<Record<WholeFormat, string>> = {
  m4a: '-c:a aac -b:a 192k -movflags +faststart -f ipod',
  opus: '-c:a libopus -b:a 160k -vbr on -f opus',
  // Above level 5 it takes longer and is hardly smaller; see docs/measured.md.
  flac: '-c:a flac -compression_level 5 -sample_fmt s32 -bits_per_raw_sample 24 -f flac',
  wav: '-c:a pcm_s24le -f wav',
}

/** Whether the format keeps 24-bit samples exactly. */
export const isExact = (format: WholeFormat): boolean => format === 'flac' || format === 'wav'

/** WAV has no picture, and Ogg has it among its texts. */
const takesPicture = (format: WholeFormat): boolean => format === 'm4a' || format === 'flac'

/** Neither the time nor the ffmpeg build is in the file. */
const REPRODUCIBLE = [
  '-fflags',
  '+bitexact',
  '-flags:a',
  '+bitexact',
  '-flags:v',
  '+bitexact',
  '-threads',
  '1',
] as const

const rawInput = (input: string): readonly string[] =>
  [
    ['-protocol_whitelist', input.startsWith('pipe:') ? 'pipe' : 'file'],
    ['-format_whitelist', 'f32le', '-codec_whitelist', 'pcm_f32le'],
    ['-f', 'f32le', '-ar', String(SAMPLE_RATE), '-ac', '2', '-i', input],
  ].flat()

const fileInput = (demuxer: string, decoder: string, name: string): readonly string[] =>
  [
    ['-protocol_whitelist', 'file', '-format_whitelist', demuxer, '-codec_whitelist', decoder],
    ['-f', demuxer, '-i', `file:${name}`],
  ].flat()

/** What a run that encodes a whole master is given beside the samples. */
export type WholeRequest = { readonly format: WholeFormat; readonly hasTags: boolean; readonly hasCover: boolean }

/**
 * Reads interleaved stereo from `input` (`pipe:0`, `file:samples`) and writes `master`. It is a file and not a pipe
 * because ffmpeg goes back to write the header last.
 */
export const wholeJob = ({ format, hasTags, hasCover }: WholeRequest, abilities: Abilities, input: string): Job => {
  const cover = hasCover && takesPicture(format)
  const inputs = [
    ...rawInput(input),
    ...(hasTags ? fileInput('ffmetadata', '', TAGS) : []),
    ...(cover ? fileInput('mjpeg', 'mjpeg', COVER) : []),
  ]
  const streams = cover
    ? ['-map', '2:v:0', '-c:v', 'copy', '-disposition:v:0', 'attached_pic', '-metadata:s:v:0', 'comment=Cover (front)']
    : []
  const complexity = format === 'opus' ? ['-compression_level', String(abilities.opusComplexity)] : []
  const clock = format === 'm4a' && abilities.hasExactEnd ? ['-movie_timescale', String(SAMPLE_RATE)] : []
  const mapped = ['-map', '0:a:0', '-map_metadata', hasTags ? '1' : '-1', ...streams]
  return {
    arguments: [
      ...QUIET,
      ...inputs,
      ...mapped,
      ...REPRODUCIBLE,
      ...complexity,
      ...clock,
      ...OUTPUTS[format].split(' '),
      `file:${MASTER}`,
    ],
    reads: [...(input === `file:${SAMPLES}` ? [SAMPLES] : []), ...(hasTags ? [TAGS] : []), ...(cover ? [COVER] : [])],
    writes: [MASTER],
  }
}

/**
 * Encodes a piece of an MP3. Without the bit reservoir no frame needs the bytes of those before it, so frames of
 * different pieces may follow one another.
 */
export const pieceJob = (input: string, piece: string): Job => ({
  arguments: [
    [...QUIET, ...rawInput(input), '-map', '0:a:0', '-map_metadata', '-1', ...REPRODUCIBLE],
    ['-c:a', 'libmp3lame', '-q:a', '2', '-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0'],
    ['-f', 'mp3', `file:${piece}`],
  ].flat(),
  reads: input.startsWith('file:') ? [input.slice('file:'.length)] : [],
  writes: [piece],
})

/**
 * Makes the JPEG `cover` of the WebP `picture`: no other format is shown by players of all the masters' formats. The
 * WebAssembly build never ends when it is to optimise the Huffman tables.
 */
export const COVER_JOB: Job = {
  arguments: [
    [...QUIET, ...fileInput('webp_pipe', 'webp', PICTURE), '-map', '0:v:0', '-frames:v', '1', '-map_metadata', '-1'],
    [...REPRODUCIBLE, '-c:v', 'mjpeg', '-q:v', '3', '-huffman', 'default', '-pix_fmt', 'yuvj420p'],
    ['-f', 'mjpeg', `file:${COVER}`],
  ].flat(),
  reads: [PICTURE],
  writes: [COVER],
}
