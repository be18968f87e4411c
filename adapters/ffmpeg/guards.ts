import { runToEnd } from './run-to-end.ts'

/** Linux tools (util-linux) that confine a process; `null` if one is missing or too old. */
export type Guards = {
  /**
   * Makes the kernel kill ffmpeg when the thread that started it dies, even by SIGKILL. Without it, and in the
   * millisecond before it takes effect, ffmpeg ends through its pipes: a decoder at its next write to the closed pipe,
   * an encoder at the end of its input.
   */
  readonly setpriv: string | null
  /** Limits CPU seconds, file size and open files, and disables core dumps. */
  readonly prlimit: string | null
}

const OPEN_FILES = 64

/** Detects the tools by running them once with the options they will be used with. */
export const findGuards = async (path: string): Promise<Guards> => {
  const works = async (tool: string, options: readonly string[]): Promise<string | null> =>
    (await runToEnd(tool, [...options, '--', tool, '--version'], path)).isOk() ? tool : null
  const [setpriv, prlimit] = await Promise.all([
    works('setpriv', ['--pdeathsig', 'KILL']),
    works('prlimit', ['--core=0']),
  ])
  return { setpriv, prlimit }
}

/** Prefixes the command with the available guards: `[setpriv …] [prlimit …] command`; each one execs the next. */
export const guarded = (
  guards: Guards,
  command: string,
  limits: { readonly seconds: number; readonly fileBytes: number },
): readonly [string, ...string[]] => {
  const { seconds, fileBytes } = limits
  const limitOptions = [`--cpu=${seconds}`, `--fsize=${fileBytes}`, `--nofile=${OPEN_FILES}`, '--core=0', '--']
  const limited: readonly [string, ...string[]] =
    guards.prlimit === null ? [command] : [guards.prlimit, ...limitOptions, command]
  return guards.setpriv === null ? limited : [guards.setpriv, '--pdeathsig', 'KILL', '--', ...limited]
}
