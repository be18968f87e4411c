import { describe, expect, test } from 'vitest'
import { testWorld } from '#adapters/memory/test-world.ts'
import { followMix, MIX_CHECK_INTERVAL } from '#application/mix/follow-mix.ts'
import type { MixEvent, MixListener } from '#application/mix/ports.ts'
import type { Mix } from '#domain/mix/mix.ts'
import type { PostId } from '#domain/shared/id.ts'
import { failedMix, postIdOf, renderedMix, renderingMix, requestedMix, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { mixIn, postIn } from '#adapters/testing/given.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'

/** Followers on a world in memory, whose events can be lost and whose questions and subscriptions are counted. */
const followers = () => {
  const world = testWorld()
  const asked: (readonly PostId[])[] = []
  const listeners = new Set<MixListener>()
  let isDeaf = false
  const follow = followMix({
    scheduler: world.scheduler,
    mixQueries: {
      ofPosts: (postIds) => {
        asked.push(postIds)
        return world.mixQueries.ofPosts(postIds)
      },
    },
    mixEvents: {
      publish: (event) => world.mixEvents.publish(event),
      subscribe: (listener) => {
        listeners.add(listener)
        const heard = (event: MixEvent) => (isDeaf ? undefined : listener.heard(event))
        const stop = world.mixEvents.subscribe({ ...listener, heard })
        return () => {
          listeners.delete(listener)
          stop()
        }
      },
    },
  })
  /** What a follower is told, in short. */
  const following = async (postId: PostId) => {
    const told: string[] = []
    const stop = await valueOf(follow(postId, (mix) => void told.push(inShort(mix))))
    return { told, stop }
  }
  return {
    world,
    follow,
    following,
    asked,
    subscriptions: () => listeners.size,
    /** From now on every event is lost. */
    deafen: () => {
      isDeaf = true
    },
    reconnect: () => {
      isDeaf = false
      for (const { missed } of listeners) missed()
    },
    save: async <Some extends Mix>(mix: Some): Promise<Some> => {
      const saved = await mixIn(world.unitOfWork, mix)
      await world.pass(0)
      return saved
    },
    newPost: async () => (await postIn(world.unitOfWork)).id,
  }
}

const inShort = (mix: Mix | null): string => {
  if (mix === null) return 'gone'
  return mix.state === 'rendering' ? `${mix.revision} ${mix.stage} ${mix.progress}` : `${mix.revision} ${mix.state}`
}

describe('who follows a mix', () => {
  test('is told at once how it is, then every step, and the percentages without a question', async () => {
    const { following, save, newPost, world, asked } = followers()
    const postId = await newPost()
    await save(requestedMix({ postId }))
    const { told } = await following(postId)
    expect(told).toEqual(['1 requested'])
    const rendering = await save(renderingMix({ postId, stage: 'ingesting', progress: 0 }))
    const before = asked.length
    for (const progress of [10, 20, 20, 15]) {
      const { revision, attempt } = rendering
      await valueOf(
        world.mixEvents.publish({ type: 'MixProgressed', postId, revision, attempt, stage: 'mixing', progress }),
      )
    }
    expect(asked).toHaveLength(before)
    await save(renderedMix({ postId, attempt: 1 }))
    expect(told).toEqual(['1 requested', '1 ingesting 0', '1 mixing 10', '1 mixing 20', '1 rendered'])
  })

  test('goes over to a newer revision, and hears no more of the older one', async () => {
    const { following, save, newPost } = followers()
    const postId = await newPost()
    await save(renderingMix({ postId }))
    const { told } = await following(postId)
    await save(requestedMix({ postId, revision: 2 }))
    await save(failedMix({ postId, revision: 2 }))
    expect(told).toEqual(['1 mixing 37', '2 requested', '2 failed'])
  })

  test('is refused where there is no mix, or no post, and nothing is kept', async () => {
    const { follow, newPost, subscriptions } = followers()
    for (const postId of [await newPost(), postIdOf(UNKNOWN_ID)])
      expect(await refusalOf(follow(postId, () => undefined))).toEqual({ type: 'MixNotFound', postId })
    expect(subscriptions()).toBe(0)
  })

  test('is told of an outage at the beginning, and nothing is kept', async () => {
    const { follow, world, subscriptions } = followers()
    world.outage.breakDown('database')
    await expectUnavailable(follow(postIdOf(1), () => undefined))
    expect(subscriptions()).toBe(0)
  })

  test('learns what a lost event would have told within fifteen seconds', async () => {
    const { following, save, newPost, world, deafen } = followers()
    const postId = await newPost()
    await save(renderingMix({ postId }))
    const { told } = await following(postId)
    deafen()
    await save(renderedMix({ postId }))
    await world.pass(MIX_CHECK_INTERVAL - 1)
    expect(told).toEqual(['1 mixing 37'])
    await world.pass(1)
    expect(told).toEqual(['1 mixing 37', '1 rendered'])
  })

  test('learns it at once when the connection is there again', async () => {
    const { following, save, newPost, world, deafen, reconnect } = followers()
    const postId = await newPost()
    await save(renderingMix({ postId }))
    const { told } = await following(postId)
    deafen()
    await save(renderedMix({ postId }))
    reconnect()
    await world.pass(0)
    expect(told).toEqual(['1 mixing 37', '1 rendered'])
  })

  test('learns it after an outage, too', async () => {
    const { following, save, newPost, world, deafen } = followers()
    const postId = await newPost()
    await save(renderingMix({ postId }))
    const { told } = await following(postId)
    deafen()
    await save(renderedMix({ postId }))
    world.outage.breakDown('database')
    await world.pass(MIX_CHECK_INTERVAL)
    world.outage.repair('database')
    await world.pass(MIX_CHECK_INTERVAL)
    expect(told).toEqual(['1 mixing 37', '1 rendered'])
  })

  test('is told when the mix is gone with its post', async () => {
    const { following, save, newPost, world } = followers()
    const postId = await newPost()
    await save(renderingMix({ postId }))
    const { told } = await following(postId)
    await valueOf(world.unitOfWork.run(({ posts }) => posts.remove(postId)))
    await world.pass(MIX_CHECK_INTERVAL)
    expect(told).toEqual(['1 mixing 37', 'gone'])
  })

  test('costs one subscription and one question each fifteen seconds, however many there are', async () => {
    const { following, save, newPost, world, asked, subscriptions } = followers()
    const postIds = [await newPost(), await newPost()]
    for (const postId of postIds) await save(renderingMix({ postId }))
    const all = []
    for (let follower = 0; follower < 50; follower++) all.push(await following(postIds[follower % 2]!))
    expect([subscriptions(), asked.length]).toEqual([1, 50])
    await world.pass(4 * MIX_CHECK_INTERVAL)
    expect(asked.slice(50)).toEqual([postIds, postIds, postIds, postIds])
    for (const { stop } of all) stop()
    all[0]!.stop()
    await world.pass(4 * MIX_CHECK_INTERVAL)
    expect([subscriptions(), asked.length]).toEqual([0, 54])
  })
})
