import { runToEnd } from './run-to-end.ts'

/** Tools of Linux (util-linux) that hold a process on a shorter leash; `null` where one is missing or too old. */
export type Guards = {
  /**
   * Makes the kernel kill ffmpeg when the thread that started it dies, also by SIGKILL. Without it, and in the
   * millisecond before it is in force, the pipes have to do: a decoder dies by its next write to the closed pipe, an
   * encoder comes to the end of its input.
   */
  readonly setpriv: string | null
  /** Limits processor seconds, bytes written to files and open files, and leaves no core behind. */
  readonly prlimit: string | null
}

const OPEN_FILES = 64

/** Looks the tools up once, by running them as they will be run. */
export const findGuards = async (path: string): Promise<Guards> => {
  const works = async (tool: string, options: readonly string[]): Promise<string | null> =>
    (await runToEnd(tool, [...options, '--', tool, '--version'], path)).isOk() ? tool : null
  const [setpriv, prlimit] = await Promise.all([
    works('setpriv', ['--pdeathsig', 'KILL']),
    works('prlimit', ['--core=0']),
  ])
  return { setpriv, prlimit }
}

/** The command that runs `command` under the guards: `[setpriv …] [prlimit …] command`, each replacing itself by the next. */
export const guarded = (
  guards: Guards,
  command: string,
  limits: { readonly seconds: number; readonly fileBytes: number },
): readonly [string, ...string[]] => {
  const { seconds, fileBytes } = limits
  const bounds = [`--cpu=${seconds}`, `--fsize=${fileBytes}`, `--nofile=${OPEN_FILES}`, '--core=0', '--']
  const bounded: readonly [string, ...string[]] =
    guards.prlimit === null ? [command] : [guards.prlimit, ...bounds, command]
  return guards.setpriv === null ? bounded : [guards.setpriv, '--pdeathsig', 'KILL', '--', ...bounded]
}
