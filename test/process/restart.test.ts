import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { lockDataDir } from '#bootstrap/data-dir-lock.ts'
import { until } from '../story/until.ts'
import { COMPILE_CACHE } from '../compile-cache.ts'
import { freePort } from './free-port.ts'
import { rounds } from './rounds.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
/** How often a process that holds the folder, and does nothing else, is killed. */
const HOLDERS = 50
/** How often a server is. It takes the same lock, but seconds to load, so `npm run test:faults` does most of it. */
const SERVERS = rounds(5, 50)
/** A start has so long for it, also where a machine has much else to do. */
const PATIENCE = 120_000
/** Holds the folder until it is asked to end, and takes a moment for that. */
const HOLD = `
  const { lockDataDir } = await import('./bootstrap/data-dir-lock.ts')
  const letGo = await lockDataDir(process.argv[1])
  process.once('SIGTERM', () => setTimeout(() => letGo().then(() => process.exit()), 300))
  setInterval(() => undefined, 1000)
`
const HOLDER = ['--input-type=module', '-e', HOLD]

/** Takes folder after folder, each at a moment that several processes share, and says of each whether it got it. */
const RACE = `
  const { setTimeout } = await import('node:timers/promises')
  const { lockDataDir } = await import('./bootstrap/data-dir-lock.ts')
  process.stdout.write('ready')
  const start = await new Promise((resolve) => process.stdin.once('data', (bytes) => resolve(Number(bytes))))
  const said = await Promise.all(
    process.argv.slice(1).map(async (folder, at) => {
      await setTimeout(start + 20 * at - Date.now())
      return lockDataDir(folder).then(() => 'got it', () => 'refused')
    }),
  )
  process.stdout.write(JSON.stringify(said))
  process.stdin.resume()
`
/** Many, because a race that only some lose is not lost often. */
const FOLDERS = 200

let DATA_DIR = ''
beforeEach(async () => {
  DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-restart-'))
})
afterEach(() => rm(DATA_DIR, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 }))

const stateOf = async (pid: number): Promise<string | undefined> => {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  return stat.slice(stat.lastIndexOf(')') + 2)[0]
}

/** The process that holds the folder, as its file says. */
const holder = async (): Promise<number | undefined> => {
  const written = await readFile(join(DATA_DIR, 'process.pid'), 'utf8').catch(() => '')
  return written === '' ? undefined : Number(written.split(' ')[0])
}

const environment = (port: number) => ({
  PATH: process.env['PATH'],
  ...COMPILE_CACHE,
  HOME: process.env['HOME'],
  PORT: String(port),
  DATA_DIR,
})

type Begun = { readonly child: ChildProcess; readonly errors: () => string }

const beginProcess = (words: readonly string[], env: NodeJS.ProcessEnv): Begun => {
  let errors = ''
  const child = spawn(process.execPath, words, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] })
  child.stderr.on('data', (bytes: Buffer) => void (errors += bytes.toString()))
  return { child, errors: () => errors }
}

/** A server that is only just starting. */
const begin = (port: number): Begun => beginProcess(['bootstrap/main.ts'], environment(port))

/** A server whose parent lives on and never asks for its end, so that it stays a zombie when it is killed. */
const beginUnreaped = (port: number): ChildProcess =>
  spawn('sh', ['-c', '"$0" bootstrap/main.ts & exec sleep 1000', process.execPath], {
    cwd: ROOT,
    env: environment(port),
    stdio: 'ignore',
  })

/** Waits until the folder is this server's; fails with what it said when it ended instead. */
const held = ({ child, errors }: Begun, what: string): Promise<true> =>
  until(
    `${what} holds the folder`,
    async () => {
      if (child.exitCode !== null) throw new Error(`${what} ended with ${child.exitCode}: ${errors()}`)
      return (await holder()) === child.pid ? true : undefined
    },
    PATIENCE,
  )

/** Begins one, and as soon as it holds the folder kills it and begins the next; the last one gets it, too. */
const killAndBegin = async (times: number, beginOne: () => Begun): Promise<void> => {
  let running = beginOne()
  try {
    for (let round = 1; round <= times; round++) {
      await held(running, `start ${round}`)
      running.child.kill('SIGKILL')
      running = beginOne()
    }
    await held(running, 'the last start')
  } finally {
    running.child.kill('SIGKILL')
  }
}

describe('a start right after kill -9', () => {
  it(`goes well ${HOLDERS} times of ${HOLDERS}`, { timeout: 1_200_000 }, async () => {
    await killAndBegin(HOLDERS, () => beginProcess([...HOLDER, DATA_DIR], environment(0)))
    expect(await holder()).toBeDefined()
  })

  it(`goes well ${SERVERS} times of ${SERVERS} in the middle of a server's start`, { timeout: 1_200_000 }, async () => {
    const port = await freePort()
    await killAndBegin(SERVERS, () => begin(port))
    expect(await holder()).toBeDefined()
  })

  it.skipIf(process.platform !== 'linux')('goes well beside a zombie that nobody takes away', async () => {
    const port = await freePort()
    const parent = beginUnreaped(port)
    try {
      const killed = await until('the folder is held', holder, PATIENCE)
      process.kill(killed, 'SIGKILL')
      await until('it is a zombie', async () => ((await stateOf(killed)) === 'Z' ? true : undefined))
      const next = begin(port)
      try {
        await held(next, 'the next start')
        expect(await stateOf(killed)).toBe('Z')
      } finally {
        next.child.kill('SIGKILL')
      }
    } finally {
      parent.kill('SIGKILL')
    }
  })

  it('waits for a holder that is just ending', async () => {
    const ending = spawn(process.execPath, [...HOLDER, DATA_DIR], { cwd: ROOT, stdio: 'inherit' })
    try {
      await until('the folder is held', holder, PATIENCE)
      const lock = lockDataDir(DATA_DIR)
      await Promise.race([lock, setTimeout(200)])
      expect(await holder()).toBe(ending.pid)
      ending.kill('SIGTERM')
      const letGo = await lock
      expect(await holder()).toBe(process.pid)
      await letGo()
    } finally {
      ending.kill('SIGKILL')
    }
  })
})

it('of several starts at once, one gets the folder that a dead process left', { timeout: PATIENCE }, async () => {
  const folders = await Promise.all(Array.from({ length: FOLDERS }, () => mkdtemp(join(DATA_DIR, 'left-'))))
  await Promise.all(folders.map((folder) => writeFile(join(folder, 'process.pid'), '4194304 unknown')))
  const said = ['', '', '', '']
  const racers = said.map((_, at) => {
    const racer = spawn(process.execPath, ['--input-type=module', '-e', RACE, ...folders], { cwd: ROOT })
    racer.stdout.on('data', (bytes: Buffer) => void (said[at] += bytes.toString()))
    return racer
  })
  try {
    await until('all are ready', () => said.every((one) => one === 'ready') || undefined, PATIENCE)
    for (const { stdin } of racers) stdin.write(String(Date.now() + 100))
    await until('all have said what came', () => said.every((one) => one.endsWith(']')) || undefined, PATIENCE)
    const outcomes = said.map((one) => z.array(z.string()).parse(JSON.parse(one.slice('ready'.length))))
    const winners = folders.map((_, at) => outcomes.filter((outcome) => outcome[at] === 'got it').length)
    expect(winners).toEqual(folders.map(() => 1))
    expect(await readdir(folders[0] ?? '')).toEqual(['process.pid'])
  } finally {
    for (const racer of racers) racer.kill('SIGKILL')
  }
})

it('a start goes well where one before it died while it took the folder', async () => {
  const dead = '4194304 unknown'
  const successor = join(DATA_DIR, `process.pid.${createHash('sha256').update(dead).digest('hex').slice(0, 16)}`)
  await writeFile(join(DATA_DIR, 'process.pid'), dead)
  await writeFile(successor, '4194303 unknown')
  const letGo = await lockDataDir(DATA_DIR)
  expect(await holder()).toBe(process.pid)
  await letGo()
  expect(await readdir(DATA_DIR)).toEqual([])
})
