import { ALIGN_OPTIONS, ALIGN_USAGE, runAlign } from './align.ts'
import { Ending } from './ending.ts'
import { MIX_OPTIONS, MIX_USAGE, runMix } from './mix.ts'
import { type Known, type Options, readOptions } from './options.ts'
import { runWaveform, WAVEFORM_OPTIONS, WAVEFORM_USAGE } from './waveform.ts'

type Command = {
  readonly known: Known
  readonly usage: string
  /** Ends with what is printed. */
  readonly run: (options: Options) => Promise<string>
}

const COMMANDS = {
  mix: { known: MIX_OPTIONS, usage: MIX_USAGE, run: runMix },
  waveform: { known: WAVEFORM_OPTIONS, usage: WAVEFORM_USAGE, run: runWaveform },
  align: { known: ALIGN_OPTIONS, usage: ALIGN_USAGE, run: runAlign },
} as const satisfies Record<string, Command>

/**
 * Runs one of the commands that need no server: reports go to standard output, sentences about what went wrong to standard
 * error. The exit code is 0, 1 for a failure, or 2 if the arguments make no sense.
 */
export const runTool = async (name: keyof typeof COMMANDS, given: readonly string[]): Promise<void> => {
  const { known, usage, run }: Command = COMMANDS[name]
  if (given.includes('--help') || given.includes('-h')) {
    console.log(usage)
    return
  }
  const options = readOptions(given, known)
  if (options.isErr()) {
    console.error(`${options.error}\n\n${usage}`)
    process.exitCode = 2
    return
  }
  try {
    const report = await run(options.value)
    if (report !== '') console.log(report)
  } catch (cause) {
    if (!(cause instanceof Ending)) throw cause
    console.error(cause.message)
    process.exitCode = cause.code
  }
}
