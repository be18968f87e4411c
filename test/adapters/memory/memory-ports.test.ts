import { describe, expect, it } from 'vitest'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { testWorld, type TestWorld } from '#adapters/memory/test-world.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import type { Ports } from '#application/ports.ts'
import { soundhub } from '#application/soundhub.ts'
import { SECOND } from '#domain/shared/instant.ts'
import { caller, signUpForm } from '#test/application/given.ts'

/** A port that is missing or is another one does not compile. */
const sets: Readonly<Record<string, () => Ports>> = { 'what a host takes': memoryPorts, 'what a test takes': testWorld }

/** The key that a sign-up on these ports mails. */
const mailedKey = async (memory: ReturnType<typeof memoryPorts>): Promise<string> => {
  const app = soundhub(memory)
  await valueOf(app.accounts.signUp(signUpForm(), caller()))
  await valueOf(memory.jobRunner.start(app.worker.performJob))
  await valueOf(memory.jobRunner.drain())
  await valueOf(memory.jobRunner.stop())
  const [mail] = memory.mailer.sent()
  expect(mail?.secret).toMatch(/^[0-9a-f]{40}$/)
  return String(mail?.secret)
}

/** All rows after a sign-up and its mail, salts and digests included. */
const rowsOf = async (world: TestWorld) => {
  await mailedKey(world)
  return valueOf(world.tables())
}

describe.for(Object.entries(sets))('%s', ([, make]) => {
  it('is every port that the core asks for', () => {
    expect(() => soundhub(make())).not.toThrow()
  })
})

describe('what a host takes', () => {
  it('mails another key in every set', async () => {
    expect(await mailedKey(memoryPorts())).not.toBe(await mailedKey(memoryPorts()))
  })

  it('shows the time of now', async () => {
    const before = Date.now()
    const now = memoryPorts().clock.now()
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })

  it('performs jobs by itself once a worker was started, without anybody waiting for it', async () => {
    const memory = memoryPorts()
    const app = soundhub(memory)
    await valueOf(app.worker.start())
    await valueOf(app.accounts.signUp(signUpForm(), caller()))
    await expect.poll(() => memory.mailer.sent().length).toBe(1)
    await valueOf(app.worker.stop())
  })

  it('may share an outage, know other common passwords, and show its rows', async () => {
    const { outage } = memoryPorts()
    const { mailer, unitOfWork, commonPasswords, tables } = memoryPorts({ outage, commonPasswords: ['Tr0ub4dor&3'] })
    expect(commonPasswords.includes('tr0ub4dor&3')).toBe(true)
    expect(commonPasswords.includes('password')).toBe(false)
    await valueOf(unitOfWork.run(({ jobs }) => jobs.add({ type: 'purge-stale-users' })))
    expect((await valueOf(tables())).jobs.size).toBe(1)
    outage.breakDown()
    expect(mailer.sent()).toEqual([])
    expect((await tables()).isErr()).toBe(true)
  })
})

describe('what a test takes', () => {
  it('is the same twice with one seed, and another with another', async () => {
    expect(await mailedKey(testWorld({ seed: 7 }))).toBe(await mailedKey(testWorld({ seed: 7 })))
    expect(await mailedKey(testWorld({ seed: 7 }))).not.toBe(await mailedKey(testWorld({ seed: 8 })))
    expect(await rowsOf(testWorld({ seed: 7 }))).toEqual(await rowsOf(testWorld({ seed: 7 })))
  })

  it('takes any number for a seed', () => {
    const seeds = [0, -0, 1, -1, 0.5, 2 ** 32, 2 ** 53, 1e300, Infinity, NaN]
    const drawn = seeds.map((seed) => testWorld({ seed }).chance.bytes(20).join(' '))
    expect(new Set(drawn).size).toBe(seeds.length)
  })

  it('stands still until it is told to go on', async () => {
    const world = testWorld()
    const start = world.clock.now()
    await world.pass(SECOND)
    expect(world.clock.now() - start).toBe(SECOND)
  })
})
