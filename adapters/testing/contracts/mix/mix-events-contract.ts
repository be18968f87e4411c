import { expect } from '#adapters/testing/expect.ts'
import type { MixEvent, MixEvents, MixListener, MixQueries } from '#application/mix/ports.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { PostId } from '#domain/shared/id.ts'
import { failedMix, postIdOf, renderedMix, renderingMix, requestedMix, UNKNOWN_ID } from '#adapters/testing/fixtures.ts'
import { mixIn, postIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** The ports, and the units whose mixes they tell of. */
export type MixEventsSubject = {
  readonly units: UnitOfWork
  readonly events: MixEvents
  readonly queries: MixQueries
}

const progressed = (postId: PostId, progress: number): MixEvent => ({
  type: 'MixProgressed',
  postId,
  revision: 1,
  attempt: 1,
  stage: 'mixing',
  progress,
})

const lastOf = (percent: number) => (event: MixEvent) => event.type === 'MixProgressed' && event.progress === percent

/** How often an event is published until somebody who subscribed is sure to hear it. */
const MAX_TRIES = 2000

/** Events as they are heard, which can be waited for. */
const ear = () => {
  const heard: MixEvent[] = []
  let wake: (() => void) | null = null
  return {
    listener: {
      heard: (event: MixEvent) => {
        heard.push(event)
        wake?.()
      },
      missed: () => undefined,
    },
    /** Those about the post, once one of them is what `isLast` waits for. */
    until: async (postId: PostId, isLast: (event: MixEvent) => boolean): Promise<readonly MixEvent[]> => {
      const about = () => heard.filter((event) => event.postId === postId)
      while (!about().some(isLast)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return about()
    },
    heard: (): readonly MixEvent[] => heard,
  }
}

/** `MixEvents`, and `MixQueries`, which reads what the events tell of. */
export const mixEventsContract = (
  testRunner: TestRunner,
  make: MakeBreakable<MixEventsSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'MixEvents', name }, make, (made, it) => {
    /** Listens once this has ended: an event that is published before may be lost. */
    const listening = async ({ listener }: { readonly listener: MixListener }) => {
      const { events } = made().subject
      const first = postIdOf(UNKNOWN_ID)
      const arrived: MixEvent[] = []
      const stop = events.subscribe({
        ...listener,
        heard: (event) => void (event.postId === first ? arrived.push(event) : listener.heard(event)),
      })
      for (let tries = 0; arrived.length === 0 && tries < MAX_TRIES; tries++) {
        await valueOf(events.publish(progressed(first, 0)))
        await new Promise((turn) => setTimeout(turn, 1))
      }
      expect(arrived.length).toBeGreaterThan(0)
      return stop
    }

    it('tells every listener what is published, in order', async () => {
      const { events } = made().subject
      const [one, other] = [ear(), ear()]
      const stops = [await listening(one), await listening(other)]
      const postId = postIdOf(7)
      const published = [1, 2, 3].map((percent) => progressed(postId, percent))
      for (const event of published) await valueOf(events.publish(event))
      expect(await one.until(postId, lastOf(3))).toEqual(published)
      expect(await other.until(postId, lastOf(3))).toEqual(published)
      for (const stop of stops) stop()
    })

    it('tells nothing more to one that stopped, and stopping may be repeated', async () => {
      const { events } = made().subject
      const [gone, there] = [ear(), ear()]
      const stop = await listening(gone)
      const stopOther = await listening(there)
      stop()
      stop()
      await valueOf(events.publish(progressed(postIdOf(7), 50)))
      await there.until(postIdOf(7), lastOf(50))
      expect(gone.heard()).toEqual([])
      stopOther()
    })

    it('tells of a mix that is saved, with its progress while it is rendered', async () => {
      const { units } = made().subject
      const { id: postId } = await postIn(units)
      const one = ear()
      const stop = await listening(one)
      await mixIn(units, requestedMix({ postId }))
      await mixIn(units, renderingMix({ postId, progress: 37 }))
      await mixIn(units, renderedMix({ postId }))
      const changed = { type: 'MixChanged', postId } as const
      const isEnd = () =>
        one.heard().filter((event) => event.type === 'MixChanged' && event.postId === postId).length === 2
      expect(await one.until(postId, isEnd)).toEqual([changed, progressed(postId, 37), changed])
      stop()
    })

    it('tells of a mix after it was committed, and of none that was taken back', async () => {
      const { units, queries } = made().subject
      const { id: postId } = await postIn(units)
      const found = Promise.withResolvers<unknown>()
      const heard: MixEvent[] = []
      const stop = await listening({
        listener: {
          heard: (event) => {
            heard.push(event)
            found.resolve(valueOf(queries.ofPosts([event.postId])))
          },
          missed: () => undefined,
        },
      })
      await takenBack(units, ({ mixes }) => mixes.save(renderingMix({ postId })))
      const mix = await mixIn(units, failedMix({ postId }))
      expect(await found.promise).toEqual([mix])
      expect(heard).toEqual([{ type: 'MixChanged', postId }])
      stop()
    })

    it('publishes to nobody', async () => {
      await valueOf(made().subject.events.publish(progressed(postIdOf(7), 1)))
    })

    it('reads the mixes of some posts, and leaves out what is not there', async () => {
      const { units, queries } = made().subject
      const [one, other, bare] = [await postIn(units), await postIn(units), await postIn(units)]
      const mixes = [
        await mixIn(units, renderingMix({ postId: one.id })),
        await mixIn(units, requestedMix({ postId: other.id })),
      ]
      const found = await valueOf(queries.ofPosts([other.id, bare.id, postIdOf(UNKNOWN_ID), one.id]))
      expect(found.toSorted((first, second) => first.postId - second.postId)).toEqual(mixes)
      expect(await valueOf(queries.ofPosts([]))).toEqual([])
    })

    it('shares no object with whoever reads', async () => {
      const { units, queries } = made().subject
      const { id: postId } = await postIn(units)
      const mix = await mixIn(units, renderingMix({ postId }))
      const before = structuredClone(mix)
      meddleWith((await valueOf(queries.ofPosts([postId])))[0]!)
      expect(await valueOf(queries.ofPosts([postId]))).toEqual([before])
    })

    it('answers Unavailable in an outage, and may be subscribed to and left all the same', async () => {
      const { events, queries } = made().subject
      await made().breakDown()
      await expectUnavailable(events.publish(progressed(postIdOf(7), 1)))
      await expectUnavailable(queries.ofPosts([postIdOf(7)]))
      const one = ear()
      events.subscribe(one.listener)()
      expect(one.heard()).toEqual([])
    })
  })
