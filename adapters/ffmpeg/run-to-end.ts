import { execFile } from 'node:child_process'
import { ResultAsync } from 'neverthrow'

/** Long for a program that only tells its version. */
const MILLISECONDS = 10_000

/** What a short program prints, run without a shell and with no environment but the path; else why it did not. */
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
        { env: { PATH: path }, timeout: MILLISECONDS, killSignal: 'SIGKILL', encoding: 'utf8' },
        (fault, stdout) => (fault === null ? resolve(stdout) : reject(fault)),
      )
    }),
    (cause) => (cause instanceof Error ? cause.message : String(cause)),
  )
