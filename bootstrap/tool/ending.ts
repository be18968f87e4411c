/** A command cannot go on; the message is a sentence for whoever called it. */
export class Ending extends Error {
  readonly code: number

  constructor(message: string, code: number) {
    super(message)
    this.name = 'Ending'
    this.code = code
  }
}

/** What was asked for cannot be done. */
export const failed = (sentence: string): Ending => new Ending(sentence, 1)

/** What was asked for makes no sense. */
export const misused = (sentence: string): Ending => new Ending(sentence, 2)
