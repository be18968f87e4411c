import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testWorld } from '#adapters/memory/test-world.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { soundhubCommands, soundhubModel, type SoundhubUnderTest } from '#adapters/testing/model.ts'
import { type Soundhub, soundhub } from '#application/soundhub.ts'
import { okAsync } from 'neverthrow'

const inMemory = (alter: (app: Soundhub) => Soundhub = (app) => app): SoundhubUnderTest => {
  const world = testWorld({ jobs: { byItself: false } })
  const app = alter(soundhub(world))
  const activationKey = async (email: string) => {
    await valueOf(world.jobRunner.start(app.worker.performJob))
    await valueOf(world.jobRunner.drain())
    await valueOf(world.jobRunner.stop())
    return world.mailer.sent().findLast((mail) => mail.kind === 'activation' && mail.to === email)!.secret!
  }
  return { app, activationKey }
}

const story = (make: () => SoundhubUnderTest, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(soundhubCommands(), (commands) =>
      fc.asyncModelRun(() => ({ model: soundhubModel(), real: make() }), commands),
    ),
    { numRuns, seed: 7, endOnFailure: true },
  )

test('Soundhub in memory does what the model says, whatever three people do', () => story(inMemory, 50))

const FAULTS: Readonly<Record<string, (app: Soundhub) => Soundhub>> = {
  'likes are lost': (app) => ({ ...app, posts: { ...app.posts, like: () => okAsync(undefined) } }),
  'follows are lost': (app) => ({ ...app, users: { ...app.users, follow: () => okAsync(undefined) } }),
  'anybody deletes a post': (app) => ({
    ...app,
    posts: {
      ...app.posts,
      delete: ({ id }) =>
        app.posts
          .read(id)
          .andThen(({ author }) => app.posts.delete({ id, remover: author.id }))
          .mapErr((error) => error as never),
    },
  }),
}

describe('the model finds that', () => {
  test.each(Object.entries(FAULTS))('%s', async (_, alter) => {
    await expect(story(() => inMemory(alter), 100)).rejects.toThrow(/Counterexample/)
  })
})
