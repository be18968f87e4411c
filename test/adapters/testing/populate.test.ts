import { describe, expect, it } from 'vitest'
import { testWorld } from '#adapters/memory/test-world.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { populate } from '#adapters/testing/populate.ts'
import { soundhub } from '#application/soundhub.ts'

const populated = async (seed: number) => {
  const world = testWorld({ seed })
  const app = soundhub(world)
  await valueOf(app.worker.start())
  const activationKey = async (email: string) => {
    await valueOf(world.jobRunner.drain())
    return world.mailer.sent().findLast(({ to, kind }) => to === email && kind === 'activation')!.secret!
  }
  const population = await populate({ app, activationKey }, seed)
  await valueOf(world.jobRunner.drain())
  await valueOf(app.worker.stop())
  return { app, population, rows: await valueOf(world.tables()) }
}

const contentOf = ({ rows, population }: Awaited<ReturnType<typeof populated>>) => ({
  population,
  rows: Object.entries(rows).map(([name, table]) => [name, [...(table as ReadonlyMap<unknown, unknown>)]]),
})

describe('a populated Soundhub', () => {
  it('has users, posts, comments and rendered mixes', async () => {
    const { app, population } = await populated(7)
    expect(population.users.length).toBeGreaterThanOrEqual(3)
    expect(population.posts.length).toBeGreaterThanOrEqual(2)
    expect(population.comments.length).toBeGreaterThanOrEqual(2)
    for (const id of population.users) expect((await valueOf(app.users.read(id))).isActive).toBe(true)
    for (const id of population.mixed)
      expect(await valueOf(app.posts.read(id))).toMatchObject({
        mix: { state: 'rendered' },
        master: expect.any(String),
      })
  })

  it('is the same for the same seed, and another one for another', async () => {
    const [one, again, other] = [await populated(7), await populated(7), await populated(8)]
    expect(contentOf(again)).toEqual(contentOf(one))
    expect(contentOf(other)).not.toEqual(contentOf(one))
  })

  it.each([1, 2, 3, 4, 5, 6, 9, 10, 11, 12])('is there for seed %i', async (seed) => {
    await expect(populated(seed)).resolves.toBeDefined()
  })
})
