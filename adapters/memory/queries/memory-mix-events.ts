import { eventOf, type MixEvent, type MixEvents, type MixListener, type MixQueries } from '#application/mix/ports.ts'
import { ResultAsync } from 'neverthrow'
import type { MemoryStore } from '../store/memory-store.ts'
import type { Tables } from '../store/memory-tables.ts'

export const memoryMixQueries = (store: MemoryStore): MixQueries => ({
  ofPosts: (postIds) => store.read(({ mixes }) => postIds.flatMap((postId) => mixes.get(postId) ?? [])),
})

const eventsOf = (before: Tables, after: Tables): readonly MixEvent[] =>
  before.mixes === after.mixes
    ? []
    : [...after.mixes.values()].filter((mix) => before.mixes.get(mix.postId) !== mix).map(eventOf)

/** Within this process, and nothing is lost. */
export const memoryMixEvents = (store: MemoryStore): MixEvents => {
  const listeners = new Set<MixListener>()
  const publish = (event: MixEvent): void => {
    for (const listener of listeners) listener.heard(event)
  }
  store.onCommit((before, after) => eventsOf(before, after).forEach(publish))
  return {
    publish: (event) => new ResultAsync(Promise.resolve(store.outage.check('database').map(() => publish(event)))),
    subscribe: ({ heard, missed }) => {
      // Two subscriptions of one listener are two.
      const listener = { heard, missed }
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
