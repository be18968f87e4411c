import { err, ok, type Result } from 'neverthrow'

/**
 * The time limit of a run. The clock runs only while we wait for ffmpeg: a decoder that nobody reads from is soon
 * blocked by its full pipe, uses no CPU and must not time out.
 */
export class Deadline {
  readonly #milliseconds: number
  #remaining: number

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds
    this.#remaining = milliseconds
  }

  /** The result of the work, or a timeout. The work must not reject; after a timeout its result is ignored. */
  async during<Value>(
    work: Promise<Value>,
  ): Promise<Result<Value, { readonly type: 'TimedOut'; readonly milliseconds: number }>> {
    const start = performance.now()
    let timer: NodeJS.Timeout | undefined
    const timeout = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, this.#remaining), null)
    })
    const first = await Promise.race([work.then((value) => ({ value })), timeout])
    clearTimeout(timer)
    this.#remaining -= performance.now() - start
    return first === null ? err({ type: 'TimedOut', milliseconds: this.#milliseconds }) : ok(first.value)
  }
}
