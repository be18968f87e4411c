/** The process cannot start; each line is for whoever started it. */
export class CannotStart extends Error {
  readonly lines: readonly string[]

  constructor(lines: readonly string[], cause?: unknown) {
    super(lines.join('\n'), { cause })
    this.name = 'CannotStart'
    this.lines = lines
  }
}
