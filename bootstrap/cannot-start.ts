/** The process cannot start; `lines` tell the operator why. */
export class CannotStart extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[], cause?: unknown) {
    super(lines.join('\n'), { cause })
    this.name = 'CannotStart'
    this.lines = lines
  }
}
