import { z } from '@hono/zod-openapi'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import type { Ingest } from '#domain/track/track.ts'
import { path } from './shared-schemas.ts'

const level = (unit: string) =>
  z
    .number()
    .nullable()
    .openapi({ description: `In ${unit}; null for silence` })

export const trackSchema = z
  .object({
    status: z.enum(['processing', 'ready', 'failed']),
    reason: z.enum(['FILE_MISSING', 'UNDECODABLE']).optional().openapi({ description: 'Why processing failed' }),
    length_samples: z.int().min(0).nullable(),
    headroom: z.int().min(0).nullable().openapi({
      description: 'The stem is so many times 6.02 dB quieter than the track, because the track exceeds full scale',
    }),
    sample_rate: z.literal(SAMPLE_RATE),
    loudness_lufs: level('LUFS, integrated (ITU-R BS.1770-5)'),
    loudness_range_lu: level('LU (EBU Tech 3342)'),
    true_peak_dbtp: level('dBTP'),
    alignment: z
      .enum(['exact', 'assumed'])
      .nullable()
      .openapi({ description: 'Whether the file said how much its encoder put in front of the sound' }),
    stem: path.nullable().openapi({ description: 'The track as the mixer takes it: FLAC, 48 kHz, stereo, 24 bit' }),
    waveform: path.nullable().openapi({ description: '1,800 pairs of minimum and maximum, as JSON' }),
  })
  .openapi('Track')

const UNKNOWN = {
  length_samples: null,
  headroom: null,
  loudness_lufs: null,
  loudness_range_lu: null,
  true_peak_dbtp: null,
  alignment: null,
  stem: null,
  waveform: null,
}

export const presentTrack = (ingest: Ingest): z.infer<typeof trackSchema> => {
  const base = { sample_rate: SAMPLE_RATE, ...UNKNOWN } as const
  switch (ingest.status) {
    case 'processing':
      return { status: 'processing', ...base }
    case 'failed':
      return { status: 'failed', reason: ingest.reason, ...base }
    case 'ready': {
      const { stem } = ingest
      return {
        status: 'ready',
        sample_rate: SAMPLE_RATE,
        length_samples: stem.frames,
        headroom: stem.headroom,
        loudness_lufs: stem.loudness,
        loudness_range_lu: stem.loudnessRange,
        true_peak_dbtp: stem.truePeak,
        alignment: stem.alignment,
        stem: stem.path,
        waveform: stem.waveform,
      }
    }
  }
}
