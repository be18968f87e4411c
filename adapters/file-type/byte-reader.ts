import { err, ok, type Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'

/** Reads a byte stream with a lookahead, and skips without buffering. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Result<Uint8Array, Unavailable>>
  #pending: Buffer = Buffer.alloc(0)

  constructor(bytes: ByteStream) {
    this.#pieces = bytes[Symbol.asyncIterator]()
  }

  /** The next bytes, without consuming them; fewer only at the end of the file. */
  async peek(length: number): Promise<Result<Buffer, Unavailable>> {
    while (this.#pending.length < length) {
      const piece = await this.#next()
      if (piece.isErr()) return err(piece.error)
      if (piece.value === null) break
      this.#pending = Buffer.concat([this.#pending, piece.value])
    }
    return ok(this.#pending.subarray(0, length))
  }

  /** Skips this many bytes, or to the end of the file, holding one chunk at a time. */
  async skip(length: number): Promise<Result<void, Unavailable>> {
    let left = length
    while (left > this.#pending.length) {
      left -= this.#pending.length
      this.#pending = Buffer.alloc(0)
      const piece = await this.#next()
      if (piece.isErr()) return err(piece.error)
      if (piece.value === null) return ok()
      this.#pending = Buffer.from(piece.value)
    }
    this.#pending = this.#pending.subarray(left)
    return ok()
  }

  async close(): Promise<void> {
    await this.#pieces.return?.()
  }

  async #next(): Promise<Result<Uint8Array | null, Unavailable>> {
    const piece = await this.#pieces.next()
    return piece.done === true ? ok(null) : piece.value
  }
}
