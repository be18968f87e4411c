/** Milliseconds of processor time that the work takes, the best of three. */
const timeOf = (work: () => unknown): number =>
  Math.min(
    ...[1, 2, 3].map(() => {
      const { user } = process.threadCpuUsage()
      work()
      return (process.threadCpuUsage().user - user) / 1000
    }),
  )

/** Work on an input of this size that takes longer is not done in one pass over it. */
const PATIENCE = 250

/**
 * Whether the work on a long input stays near its length: at a size where a quadratic one would take seconds, a linear
 * one is done in a few milliseconds.
 */
export const isQuickOn = (input: string, work: (input: string) => unknown): boolean =>
  timeOf(() => work(input)) < PATIENCE

/** Inputs of 200,000 characters on which parsers have been caught. */
export const LONG_INPUTS: Readonly<Record<string, string>> = (() => {
  const size = 200_000
  return {
    'one letter again and again': 'a'.repeat(size),
    'spaces inside': `a${' '.repeat(size)}a`,
    'spaces around': `${' '.repeat(size)}a${' '.repeat(size)}`,
    'marks that must be put in order': `a${'\u0315\u0300'.repeat(size / 2)}`,
    'invisible characters': '\u200b'.repeat(size),
    'invisible characters and a letter': `${'\u3164'.repeat(size)}a`,
    dots: 'a.'.repeat(size / 2),
    'dots after an at': `a@${'a.'.repeat(size / 2)}`,
    ats: '@'.repeat(size),
    'hyphens after an at': `a@${'a-'.repeat(size / 2)}`,
    commas: ','.repeat(size),
    'words and commas': 'guitar,'.repeat(size / 7),
    digits: '1'.repeat(size),
    'digits and commas': '1,'.repeat(size / 2),
    hex: 'f'.repeat(size),
    slashes: 'user_1/Post_1/'.repeat(size / 14),
    'halves of pairs': '\ud800'.repeat(size),
    'line breaks': '\n'.repeat(size),
    'Hangul in pieces': '\u1112\u1161\u11ab'.repeat(size / 3),
  }
})()
