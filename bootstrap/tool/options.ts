import { err, ok, type Result } from 'neverthrow'

/** The arguments of a command, sorted. */
export type Options = {
  /** What is no option, in the order given. */
  readonly words: readonly string[]
  /** Values by the long names of their options. */
  readonly values: ReadonlyMap<string, string>
  readonly switches: ReadonlySet<string>
}

/** What a command takes. */
export type Known = { readonly values: readonly string[]; readonly switches: readonly string[] }

const SHORT: Readonly<Record<string, string>> = { '-o': '--output', '-f': '--force', '-h': '--help' }

/**
 * Sorts arguments: `--name value`, `--name=value`, switches and words; after `--` everything is a word. A value may begin
 * with a minus, as a loudness does. An error says what is wrong.
 */
export const readOptions = (given: readonly string[], known: Known): Result<Options, string> => {
  const [words, values, switches] = [[] as string[], new Map<string, string>(), new Set<string>()]
  const rest = [...given]
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === '--') {
      words.push(...rest)
      break
    }
    if (!word.startsWith('-') || word === '-') {
      words.push(word)
      continue
    }
    const [option, value] = /^(--[^=]+)=(.*)$/s.exec(word)?.slice(1) ?? [SHORT[word] ?? word]
    const name = option!.replace(/^--/, '')
    if (known.switches.includes(name) && value === undefined) switches.add(name)
    else if (!known.values.includes(name)) return err(`${word} is no option. A file of that name is given after --.`)
    else if (values.has(name)) return err(`--${name} is given twice.`)
    else {
      const taken = value ?? rest.shift()
      if (taken === undefined) return err(`${word} needs a value.`)
      values.set(name, taken)
    }
  }
  return ok({ words, values, switches })
}
