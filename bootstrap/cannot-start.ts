import type { Outcome } from '#application/shared/outcome.ts'

type Answer<Value> = Awaited<Outcome<Value>>

/** The process cannot start; `lines` tell the operator why. */
export class CannotStart extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[], cause?: unknown) {
    super(lines.join('\n'), { cause })
    this.name = 'CannotStart'
    this.lines = lines
  }

  /** The lines, and what the cause says by itself. */
  get said(): readonly string[] {
    return this.cause instanceof Error ? [...this.lines, this.cause.message] : this.lines
  }
}

/** The value, or {@link CannotStart} with this line and the cause. What a step inside refused is thrown as it is. */
export const orCannotStart = async <Value>(line: string, outcome: PromiseLike<Answer<Value>>): Promise<Value> => {
  const result = await outcome
  if (result.isOk()) return result.value
  const { cause } = result.error
  throw cause instanceof CannotStart ? cause : new CannotStart([line], cause)
}
