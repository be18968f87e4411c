import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** A process of this folder, which says what it has to say in one line of JSON. */
export type Child<Said> = {
  readonly said: Said
  readonly pid: number
  /** SIGTERM, and waits for its end. */
  readonly stop: () => Promise<void>
}

const end = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Starts `test/bench/http/<name>` and waits for its line. */
export const startChild = async <Said>(
  name: string,
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Child<Said>> => {
  const file = fileURLToPath(new URL(name, import.meta.url))
  const env = { ...process.env, ...environment }
  const child = spawn(process.execPath, [file, ...parameters], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout }))
    return { said: JSON.parse(line) as Said, pid: child.pid ?? 0, stop: () => end(child) }
  throw new Error(`${name} ended without a word`)
}
