import { execFile } from 'node:child_process'
import { ResultAsync } from 'neverthrow'

/** Plenty for a program that only prints its version. */
const TIMEOUT = 10_000

/** Runs a short program, without a shell and with PATH as its only variable; its output, or why it failed. */
export const runToEnd = (
  command: string,
  commandArguments: readonly string[],
  path: string,
): ResultAsync<string, string> =>
  ResultAsync.fromPromise(
    new Promise<string>((resolve, reject) => {
      execFile(
        command,
        [...commandArguments],
        { env: { PATH: path }, timeout: TIMEOUT, killSignal: 'SIGKILL', encoding: 'utf8' },
        (fault, stdout) => (fault === null ? resolve(stdout) : reject(fault)),
      )
    }),
    (cause) => (cause instanceof Error ? cause.message : String(cause)),
  )
