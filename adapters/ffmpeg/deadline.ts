import { err, ok, type Result } from 'neverthrow'

/**
 * The time a run is given. It passes only while somebody waits for ffmpeg: a stem whose mixer is busy elsewhere is
 * stopped by the full pipe and is not late, and a run that nobody waits for uses no processor.
 */
export class Deadline {
  readonly #milliseconds: number
  #left: number

  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds
    this.#left = milliseconds
  }

  /** What the work gives, or that time ran out before. The work itself must not reject, and goes on unheeded. */
  async during<Value>(
    work: Promise<Value>,
  ): Promise<Result<Value, { readonly type: 'TimedOut'; readonly milliseconds: number }>> {
    const start = performance.now()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(resolve, Math.max(0, this.#left), null)
    })
    const first = await Promise.race([work.then((value) => ({ value })), late])
    clearTimeout(timer)
    this.#left -= performance.now() - start
    return first === null ? err({ type: 'TimedOut', milliseconds: this.#milliseconds }) : ok(first.value)
  }
}
