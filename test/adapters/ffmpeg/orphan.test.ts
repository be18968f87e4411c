import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { findGuards } from '#adapters/ffmpeg/guards.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { childrenOf, running } from '#test/audio/processes.ts'
import { beginsToDecode, fakeFfmpeg, newFolder, SEARCH_PATH } from './support.ts'

const SCRIPT = fileURLToPath(new URL('./working-process.ts', import.meta.url))

/** Kills by SIGKILL a process whose ffmpeg is at work; within a second nothing of it may be left. */
const killAtWork = async (ffmpeg: string, what: 'decode' | 'encode'): Promise<void> => {
  const worker = spawn(process.execPath, [SCRIPT, ffmpeg, what, await newFolder()], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void worker.kill('SIGKILL'))
  await once(worker.stdout, 'data')
  const orphans = childrenOf(worker.pid).map(({ pid }) => pid)
  expect(orphans).toHaveLength(1)
  worker.kill('SIGKILL')
  await once(worker, 'exit')
  await expect
    .poll(() => running().filter(({ pid }) => orphans.includes(pid)), { timeout: 1000, interval: 10 })
    .toEqual([])
}

test.each(['decode', 'encode'] as const)('no ffmpeg outlives a process killed while it was to %s', async (what) => {
  await killAtWork((await nativeFfmpeg()).path, what)
})

const { setpriv } = await findGuards(SEARCH_PATH)

// Where there is no setpriv only the pipes are left to end ffmpeg, and this one heeds no pipe; see guards.ts.
test.runIf(setpriv !== null)('nor does one that hangs', async () => {
  await killAtWork(await fakeFfmpeg(beginsToDecode('exec sleep 1000')), 'decode')
})
