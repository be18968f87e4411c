import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { flacEncoder } from '#domain/sound/flac-encoder.ts'
import { FLAC_BLOCK_FRAMES } from '#domain/sound/flac-frame-writer.ts'
import { withFlacTotal } from '#domain/sound/flac-head.ts'
import type { WriteFault } from './protocol.ts'

/** What a take is written to. */
export type TakeFile = {
  readonly write: (part: Uint8Array<ArrayBuffer>, options: { readonly at: number }) => number
  readonly flush: () => void
  readonly truncate: (size: number) => void
  readonly close: () => void
}

/** So much may be lost when the power fails. */
const FLUSH_FRAMES = SAMPLE_RATE / 2

const faultOf = (thrown: unknown): WriteFault =>
  thrown instanceof Error && thrown.name === 'QuotaExceededError' ? 'full' : 'unwritable'

/** Writes a take while it is played. After a fault what was written until then is a whole file, and nothing more is written. */
export const takeWriter = (file: TakeFile, channels: 1 | 2) => {
  const encoder = flacEncoder(channels)
  let [frames, size, whole, flushed] = [0, 0, 0, 0]
  let fault: WriteFault | null = null

  const append = (bytes: Uint8Array<ArrayBuffer>): void => {
    for (let done = 0; done < bytes.length;) {
      const now = file.write(bytes.subarray(done), { at: size + done })
      if (now === 0) throw Object.assign(new Error('nothing was written'), { name: 'QuotaExceededError' })
      done += now
    }
    size += bytes.length
  }

  const attempt = (work: () => void): void => {
    if (fault !== null) return
    try {
      work()
    } catch (thrown) {
      fault = faultOf(thrown)
      // What was half written would be taken for damage.
      try {
        file.truncate(size)
      } catch {
        // Then it is mended when it is opened.
      }
    }
  }

  /** Takes the next samples. Gives the frames that are safe, or null if they are as many as before. */
  const add = (samples: Float32Array): number | null => {
    let safe: number | null = null
    attempt(() => {
      frames += samples.length / channels
      const bytes = encoder.push(samples) as Uint8Array<ArrayBuffer>
      if (bytes.length === 0) return
      append(bytes)
      whole = frames - (frames % FLAC_BLOCK_FRAMES)
      if (whole - flushed < FLUSH_FRAMES) return
      file.flush()
      flushed = whole
      safe = whole
    })
    return safe
  }

  /** The head takes no more room, so it can be written even then. */
  const close = (head: Uint8Array): void => {
    try {
      file.write(withFlacTotal(head, whole) as Uint8Array<ArrayBuffer>, { at: 0 })
      file.flush()
    } catch {
      // A file that does not say how long it is plays too.
    }
    file.close()
  }

  /** Ends the take. */
  const finish = (): { readonly frames: number; readonly fault: WriteFault | null } => {
    const { bytes, head } = encoder.finish()
    attempt(() => {
      append(bytes as Uint8Array<ArrayBuffer>)
      whole = frames
    })
    close(head)
    return { frames: whole, fault }
  }
  return { add, finish, fault: () => fault }
}

export type TakeWriter = ReturnType<typeof takeWriter>
