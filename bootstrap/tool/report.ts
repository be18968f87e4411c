import type { MixedFiles, StemReport } from '#application/mix/mix-files.ts'
import { HUNDREDTHS, type MasterSettings, SAMPLES_PER_MS } from '#domain/mix/recipe.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { inHundredths } from '#domain/sound/decibels.ts'

/** A file that was written. */
export type Written = { readonly name: string; readonly bytes: number }

const time = (frames: number): string => {
  const milliseconds = Math.round(Math.abs(frames) / SAMPLES_PER_MS)
  const seconds = (milliseconds % 60_000) / 1000
  return `${frames < 0 ? '-' : ''}${Math.floor(milliseconds / 60_000)}:${seconds.toFixed(3).padStart(6, '0')}`
}

const level = (value: number | null, unit: string): string =>
  value === null || !Number.isFinite(value) ? 'silent' : `${(value + 0).toFixed(1)} ${unit}`

const gain = (hundredths: number): string => `${hundredths > 0 ? '+' : ''}${(hundredths / HUNDREDTHS).toFixed(1)} dB`

const side = (pan: number): string => (pan === 0 ? 'centre' : `${Math.abs(pan)} % ${pan < 0 ? 'left' : 'right'}`)

const size = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`

const segmenter = new Intl.Segmenter()

/** In characters as a person counts them. */
const lengthOf = (text: string): number => Array.from(segmenter.segment(text)).length

/** Columns as wide as their widest cell. */
const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => lengthOf(row[column]!))))
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat(widths[at]! - lengthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}

const HEADINGS = ['stem', 'starts at', 'length', 'gain', 'pan', 'loudness', 'true peak', 'alignment', ''] as const

const rowOf = ({ name, settings, isHeard, frames, loudness, truePeak, alignment }: StemReport): readonly string[] => [
  name,
  time(settings.offset),
  time(frames),
  gain(settings.gain),
  side(settings.pan),
  level(loudness, 'LUFS'),
  level(truePeak, 'dBTP'),
  alignment,
  isHeard ? '' : settings.mute ? 'muted' : 'not heard: others are solo',
]

const headings = (mixed: MixedFiles): readonly string[] =>
  mixed.stems.length === 0 ? [] : table([HEADINGS, ...mixed.stems.map(rowOf)])

/** The report for a person. Stems are listed as they were recorded, the master as it was before the encoder. */
export const mixText = (mixed: MixedFiles, target: MasterSettings, { name, bytes }: Written): string => {
  const { loudness, truePeak, frames, isOffTarget } = mixed.master
  const lines = [
    ...headings(mixed),
    '',
    `${name}: ${time(frames)}, ${level(loudness, 'LUFS')}, ${level(truePeak, 'dBTP')}, ${size(bytes)}`,
  ]
  if (isOffTarget && target.loudness !== null)
    lines.push(
      `It is not at ${target.loudness / HUNDREDTHS} LUFS: the ceiling or the range of the gain did not allow it.`,
    )
  return lines.join('\n')
}

const number = (value: number | null): number | null => {
  const hundredths = inHundredths(value)
  return hundredths === null ? null : hundredths / HUNDREDTHS
}

const seconds = (frames: number): number => frames / SAMPLE_RATE

/** The report for a program: one JSON object, named as the server names things. */
export const mixJson = (mixed: MixedFiles, target: MasterSettings, { name, bytes }: Written): object => ({
  stems: mixed.stems.map(({ name: file, settings, isHeard, frames, loudness, truePeak, alignment }) => ({
    file,
    heard: isHeard,
    gain_db: settings.gain / HUNDREDTHS,
    pan: settings.pan,
    offset_ms: settings.offset / SAMPLES_PER_MS,
    offset_samples: settings.offset,
    mute: settings.mute,
    solo: settings.solo,
    length_samples: frames,
    length_seconds: seconds(frames),
    loudness_lufs: number(loudness),
    true_peak_dbtp: number(truePeak),
    alignment,
  })),
  master: {
    file: name,
    bytes,
    length_samples: mixed.master.frames,
    length_seconds: seconds(mixed.master.frames),
    loudness_lufs: number(mixed.master.loudness),
    true_peak_dbtp: number(mixed.master.truePeak),
    target_loudness_lufs: target.loudness === null ? null : target.loudness / HUNDREDTHS,
    ceiling_dbtp: target.ceiling / HUNDREDTHS,
    on_target: !mixed.master.isOffTarget,
  },
})
