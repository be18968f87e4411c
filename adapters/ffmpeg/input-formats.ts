import type { AudioFormat } from '#domain/track/track.ts'

/** How ffmpeg reads a format. */
export type InputFormat = { readonly demuxer: string; readonly decoders: readonly string[] }

const ORDERS = ['le', 'be'] as const
const PCM = [
  'pcm_u8',
  'pcm_s8',
  ...ORDERS.flatMap((order) => ['s16', 's24', 's32', 'f32', 'f64'].map((sample) => `pcm_${sample}${order}`)),
]
const G711 = ['pcm_alaw', 'pcm_mulaw']
const MP3 = ['mp3float', 'mp3']
const MP2 = ['mp2float', 'mp2']
const VORBIS = ['vorbis', 'libvorbis']
const OPUS = ['opus', 'libopus']
const AMR = ['amrnb', 'amrwb']

/** What MP4, QuickTime, 3GP and Matroska carry: a codec is not tied to a container. */
const CONTAINED = ['aac', 'alac', 'flac', ...MP3, ...MP2, ...OPUS, ...VORBIS, ...PCM, ...G711]
const MOVIE: InputFormat = { demuxer: 'mov', decoders: [...CONTAINED, ...AMR, 'adpcm_ima_qt'] }
const MATROSKA: InputFormat = { demuxer: 'matroska', decoders: [...CONTAINED, 'wavpack'] }

/** The demuxer and decoders allowed per format. No others of ffmpeg's hundreds ever see untrusted bytes. */
export const INPUT_FORMATS: Readonly<Record<AudioFormat, InputFormat>> = {
  mp3: { demuxer: 'mp3', decoders: MP3 },
  mp2: { demuxer: 'mp3', decoders: MP2 },
  aac: { demuxer: 'aac', decoders: ['aac'] },
  m4a: MOVIE,
  mov: MOVIE,
  wav: { demuxer: 'wav', decoders: [...PCM, ...G711, ...MP3, 'adpcm_ms', 'adpcm_ima_wav'] },
  aiff: { demuxer: 'aiff', decoders: [...PCM, ...G711, 'adpcm_ima_qt'] },
  caf: { demuxer: 'caf', decoders: [...PCM, ...G711, 'aac', 'alac', 'flac', 'opus', ...MP3, 'adpcm_ima_qt'] },
  flac: { demuxer: 'flac', decoders: ['flac'] },
  wv: { demuxer: 'wv', decoders: ['wavpack'] },
  ogg: { demuxer: 'ogg', decoders: [...VORBIS, ...OPUS, 'flac'] },
  webm: MATROSKA,
  mka: MATROSKA,
  amr: { demuxer: 'amr', decoders: AMR },
}
