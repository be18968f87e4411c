import { readFileSync } from 'node:fs'
import { err, ok, Result } from 'neverthrow'

type Environment = Readonly<Record<string, string | undefined>>

const SUFFIX = '_FILE'

const isSet = (value: string | undefined): value is string => value !== undefined && value !== ''

const contentOf = Result.fromThrowable(
  (path: string) => readFileSync(path, 'utf8').replace(/\r?\n$/, ''),
  (cause) => (cause instanceof Error && 'code' in cause ? String(cause.code) : 'unreadable'),
)

/** The secret in the file that `NAME_FILE` names, or the line that says why there is none. */
const secretIn = (name: string, path: string, environment: Environment): Result<string, string> => {
  const file = `${name}${SUFFIX}`
  const given = `given: ${JSON.stringify(path)}`
  if (isSet(environment[name])) return err(`${file}: unset where ${name} is set; ${given}`)
  return contentOf(path)
    .mapErr((code) => `${file}: a file that can be read; ${given} (${code})`)
    .andThen((content) => (content === '' ? err(`${file}: a file that is not empty; ${given}`) : ok(content)))
}

/**
 * The environment with every secret that `NAME_FILE` names a file of, as containers hand them over; one newline at the end
 * of the file is no part of it. A file that cannot be read, or a secret that is given twice, is one line.
 */
export const withSecretFiles = (
  environment: Environment,
  secrets: readonly string[],
): Result<Environment, readonly string[]> => {
  const lines: string[] = []
  const read: Record<string, string> = {}
  for (const name of secrets) {
    const path = environment[`${name}${SUFFIX}`]
    if (!isSet(path)) continue
    secretIn(name, path, environment).match(
      (secret) => (read[name] = secret),
      (line) => lines.push(line),
    )
  }
  return lines.length > 0 ? err(lines) : ok({ ...environment, ...read })
}
