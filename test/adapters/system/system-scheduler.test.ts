import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { okAsync, ResultAsync } from 'neverthrow'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { SystemScheduler } from '#adapters/system/system-scheduler.ts'
import { gate } from '#adapters/testing/contracts/subject.ts'

const PAUSE = 1000
const ADAPTER = join(import.meta.dirname, '../../../adapters/system/system-scheduler.ts')

describe('system scheduler', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
  afterEach(() => void vi.useRealTimers())

  it('beats for the first time after one pause, and then after each', async () => {
    const task = vi.fn(() => okAsync())
    const stop = new SystemScheduler().every(PAUSE, task)
    await vi.advanceTimersByTimeAsync(PAUSE - 1)
    expect(task).not.toHaveBeenCalled()
    await vi.advanceTimersByTimeAsync(1)
    expect(task).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(3 * PAUSE)
    expect(task).toHaveBeenCalledTimes(4)
    stop()
  })

  it('leaves no timer behind once it is stopped, also during a beat', async () => {
    const door = gate()
    const waiting = vi.fn(() => ResultAsync.fromSafePromise(door.opened))
    const idle = vi.fn(() => okAsync())
    const scheduler = new SystemScheduler()
    const stops = [scheduler.every(PAUSE, waiting), scheduler.every(2 * PAUSE, idle)]
    await vi.advanceTimersByTimeAsync(PAUSE)
    for (const stop of [...stops, ...stops]) stop()
    door.open()
    await vi.advanceTimersByTimeAsync(10 * PAUSE)
    expect(waiting).toHaveBeenCalledTimes(1)
    expect(idle).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('system scheduler in a process', () => {
  it('does not keep it alive', async () => {
    const program = `import { SystemScheduler } from ${JSON.stringify(ADAPTER)}; new SystemScheduler().every(3_600_000, () => null)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'inherit' })
    onTestFinished(() => void child.kill('SIGKILL'))
    expect(await once(child, 'exit')).toEqual([0, null])
  }, 10_000)
})
