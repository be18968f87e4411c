import { err, ok, safeTry } from 'neverthrow'
import { CHANNELS } from '#domain/sound/block.ts'
import { waveformSvg, type WaveformSize } from '#domain/sound/waveform-svg.ts'
import { peakCollector, waveformJson } from '#domain/sound/waveform.ts'
import type { Outcome } from '../shared/outcome.ts'
import { type AudioFile, type FileUnreadable, openFile, type OpenFileDependencies } from './audio-file.ts'

/** Forms of a waveform: a picture, pairs of minimum and maximum, and audiowaveform's binary format. */
export const WAVEFORM_FORMS = ['svg', 'json', 'dat'] as const

/** A form of a waveform. It is the extension of the file's name, too. */
export type WaveformForm = (typeof WAVEFORM_FORMS)[number]

/** A waveform as a file, and the length of the sound in frames. */
export type DrawnFile = { readonly frames: number; readonly content: string | Uint8Array }

/**
 * Draws the waveform of a file. A picture has a pair for each pixel of its width, and so many pairs has the JSON; the binary
 * form always has one for 256 samples. Refuses a file that cannot be read.
 */
export const drawFile =
  (deps: OpenFileDependencies) =>
  (file: AudioFile, form: WaveformForm, size: WaveformSize): Outcome<DrawnFile, FileUnreadable> =>
    safeTry(async function* () {
      const { decode } = yield* openFile(deps, file)
      const peaks = peakCollector()
      let frames = 0
      for await (const block of decode()) {
        if (block.isErr()) return err(block.error)
        peaks.add(block.value)
        frames += block.value.length / CHANNELS
      }
      const content = (): DrawnFile['content'] => {
        if (form === 'dat') return peaks.dat()
        const pairs = peaks.pairs(size.width)
        if (form === 'svg') return waveformSvg(pairs, size)
        return `${waveformJson(pairs, frames)}\n`
      }
      return ok({ frames, content: content() })
    })
