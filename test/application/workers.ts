import { memoryScheduler, type MemoryScheduler } from '#adapters/memory/system/memory-scheduler.ts'
import { renderMix, type RenderMixDependencies } from '#application/mix/render-mix.ts'
import { renderProposals } from '#application/mix/render-proposals.ts'
import type { AudioEncoder } from '#application/track/audio.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import { gate } from '#adapters/testing/contracts/subject.ts'
import type { World } from './world.ts'

/** An encoder that writes nothing before its gate is opened, though it hears all. */
const holding = (encoder: AudioEncoder, opened: Promise<void>, reached: () => void): AudioEncoder => ({
  async *encode(blocks, to) {
    const written = []
    for await (const bytes of encoder.encode(blocks, to)) written.push(bytes)
    reached()
    await opened
    yield* written
  },
})

/** A worker that may be frozen, on the rows and files of a world. */
export type Worker = {
  readonly deps: RenderMixDependencies
  readonly render: ReturnType<typeof renderMix>
  readonly renderProposals: ReturnType<typeof renderProposals>
  readonly scheduler: MemoryScheduler
}

/** A worker with a scheduler of its own, which runs only while a test moves it. */
export const worker = ({ ports, fault }: World, others: Partial<RenderMixDependencies> = {}): Worker => {
  const scheduler = memoryScheduler()
  const deps: RenderMixDependencies = {
    ...fault.through(ports),
    scheduler,
    mixLease: DEFAULT_LEASE,
    maximumTrackMinutes: 1,
    ...others,
  }
  return { deps, scheduler, render: renderMix(deps), renderProposals: renderProposals(deps) }
}

/** A worker that stops at the end of its master, until it is let go; and the moment at which it has stopped. */
export const stoppingWorker = (on: World, others: Partial<RenderMixDependencies> = {}) => {
  const held = gate()
  const stopped = gate()
  const audioEncoder = holding(on.ports.audioEncoder, held.opened, stopped.open)
  return { ...worker(on, { ...others, audioEncoder }), stopped: stopped.opened, release: held.open }
}
