import { expect, test } from 'vitest'
import { PUBLISH_INTERVAL } from '#application/mix/hold-lease.ts'
import type { MixEvent, MixEvents } from '#application/mix/ports.ts'
import { instant, type Milliseconds } from '#domain/shared/instant.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { unavailable } from '#application/shared/outcome.ts'
import { errAsync, okAsync } from 'neverthrow'
import { active, answered, mixOf, posted, requested, sound } from './given.ts'
import { worker } from './workers.ts'
import { type World, world } from './world.ts'

const FRAMES = 150_000

/** A clock that goes on by so much whenever it is looked at. */
const goingOn = (length: Milliseconds) => {
  let now = 0
  return { now: () => instant(NOON + (now += length)) }
}

/** A mix of two tracks of three seconds, which waits for a worker. */
const longMix = async (on: World) => {
  const ann = await active(on)
  const postId = await posted(on, ann, sound(FRAMES))
  const bass = await answered(on, postId, ann, sound(FRAMES, 0.2))
  await on.work()
  await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
  return postId
}

const recording = () => {
  const published: (MixEvent & { readonly type: 'MixProgressed' })[] = []
  const mixEvents: MixEvents = {
    publish: (event) => {
      if (event.type === 'MixProgressed') published.push(event)
      return okAsync()
    },
    subscribe: () => () => undefined,
  }
  return { published, mixEvents }
}

const render = async (length: Milliseconds) => {
  const on = world()
  const postId = await longMix(on)
  const { published, mixEvents } = recording()
  await valueOf(worker(on, { mixEvents, clock: goingOn(length), mixLease: 1e9 }).render(postId))
  return published
}

test('a worker publishes each stage at once, and its percentage in between', async () => {
  const published = await render(PUBLISH_INTERVAL)
  const stages = Map.groupBy(published, ({ stage }) => stage)
  expect([...stages.keys()]).toEqual(['mixing', 'encoding'])
  for (const events of stages.values()) {
    const percentages = events.map(({ progress }) => progress)
    expect(percentages[0]).toBe(0)
    expect(percentages.length).toBeGreaterThan(3)
    expect(percentages).toEqual([...new Set(percentages)].toSorted((one, other) => one - other))
  }
})

test('a worker publishes nothing but the stages while the interval is not over', async () => {
  expect((await render(0)).map(({ stage, progress }) => [stage, progress])).toEqual([
    ['mixing', 0],
    ['encoding', 0],
  ])
})

test('a mix is rendered though nobody can be told of it', async () => {
  const on = world()
  const { postId } = await requested(on)
  const mixEvents: MixEvents = {
    publish: () => errAsync(unavailable('database', 'away')),
    subscribe: () => () => undefined,
  }
  await valueOf(worker(on, { mixEvents }).render(postId))
  expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered' })
})
