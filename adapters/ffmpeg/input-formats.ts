import type { AudioFormat } from '#domain/track/track.ts'

/** How ffmpeg reads a format. */
export type InputFormat = { readonly demuxer: string; readonly decoders: readonly string[] }

/** The demuxer and decoders allowed per format. No others of ffmpeg's hundreds ever see untrusted bytes. */
export const INPUT_FORMATS: Readonly<Record<AudioFormat, InputFormat>> = {
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
