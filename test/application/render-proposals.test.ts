import { ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { requeueWaitingMixes } from '#application/mix/requeue-waiting-mixes.ts'
import { DEFAULT_LEASE, MAX_ATTEMPTS, retryAt } from '#domain/mix/mix.ts'
import type { ProposalId } from '#domain/shared/id.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { file, filesOf, louder, proposed, shown, story } from './proposing.ts'
import { stoppingWorker, worker } from './workers.ts'
import { type World, world } from './world.ts'

/** Bob's proposal, of which nothing was rendered yet. */
const waiting = async (on: World) => {
  const given = await story(on)
  return { ...given, id: await proposed(on, given.postId, given.bob, louder(given.bass)) }
}

const soundOf = async (on: World, id: ProposalId) => (await shown(on, id)).sound
/** How many posts are queued, of those whose proposals wait. */
const requeued = (on: World) => valueOf(requeueWaitingMixes(on.ports)())

type Given = Awaited<ReturnType<typeof waiting>>

/** What may become of a proposal while it is rendered, so that nobody is left to hear it. */
const MEANWHILE: Readonly<Record<string, (on: World, given: Given) => Promise<unknown>>> = {
  'the proposal is declined': (on, { ann, postId, id }) =>
    valueOf(on.app.mixes.declineProposal({ postId, requester: ann, id })),
  'the proposal is taken': (on, { ann, postId, id }) =>
    valueOf(on.app.mixes.takeProposal({ postId, requester: ann, id })),
  'a comment in it is deleted': (on, { bob, bass }) => valueOf(on.app.comments.delete({ id: bass, remover: bob })),
  'its proposer deletes their account': (on, { bob }) => valueOf(on.app.accounts.delete({ id: bob, remover: bob })),
  'its post is deleted': (on, { ann, postId }) => valueOf(on.app.posts.delete({ id: postId, remover: ann })),
}

describe('rendering proposals', () => {
  test('leaves a recipe to the worker that has it, and is heard in what was proposed meanwhile', async () => {
    const on = world()
    const { postId, carol, bass, id } = await waiting(on)
    const slow = stoppingWorker(on)
    const rendering = slow.renderProposals(postId)
    await slow.stopped
    const same = await proposed(on, postId, carol, louder(bass))
    const other = await proposed(on, postId, carol, louder(bass, -3))
    await valueOf(worker(on).renderProposals(postId))
    expect((await soundOf(on, other)).status).toBe('rendered')
    expect([await soundOf(on, id), await soundOf(on, same)]).toMatchObject([
      { status: 'queued', attempt: 1 },
      { status: 'queued', attempt: 0 },
    ])
    slow.release()
    await valueOf(rendering)
    expect((await soundOf(on, same)).status).toBe('rendered')
    expect(await soundOf(on, same)).toEqual(await soundOf(on, id))
    expect(filesOf(on)).toEqual([file(id), file(other)])
  })

  test('keeps its lease while it works, and loses it when it is frozen', async () => {
    const on = world()
    const { postId, id } = await waiting(on)
    const slow = stoppingWorker(on)
    const rendering = slow.renderProposals(postId)
    await slow.stopped
    on.clock.advance(DEFAULT_LEASE - 1)
    await slow.scheduler.advance(DEFAULT_LEASE / 2)
    on.clock.advance(DEFAULT_LEASE - 1)
    await valueOf(worker(on).renderProposals(postId))
    expect(await soundOf(on, id)).toMatchObject({ status: 'queued', attempt: 1 })
    on.clock.advance(1)
    await valueOf(worker(on).renderProposals(postId))
    const first = await soundOf(on, id)
    expect(first.status).toBe('rendered')
    slow.release()
    await valueOf(rendering)
    expect(await soundOf(on, id)).toEqual(first)
    expect(filesOf(on)).toEqual([file(id)])
  })

  test('is queued again once its worker does not come back', async () => {
    const on = world()
    const { postId } = await waiting(on)
    const { jobs } = await on.rows()
    const slow = stoppingWorker(on)
    const rendering = slow.renderProposals(postId)
    await slow.stopped
    expect(await requeued(on)).toBe(0)
    on.clock.advance(DEFAULT_LEASE)
    expect(await requeued(on)).toBe(1)
    slow.release()
    await valueOf(rendering)
    expect(await requeued(on)).toBe(0)
    expect((await on.rows()).jobs).toEqual(jobs)
  })

  test.each(Object.keys(MEANWHILE))('leaves no file if %s meanwhile', async (what) => {
    const on = world()
    const given = await waiting(on)
    const slow = stoppingWorker(on)
    const rendering = slow.renderProposals(given.postId)
    await slow.stopped
    await MEANWHILE[what]!(on, given)
    slow.release()
    await valueOf(rendering)
    expect(on.files.paths()).not.toContain(file(given.id))
    expect(on.files.staged()).toEqual([])
  })

  test('fails for good if a track cannot be had', async () => {
    const on = world()
    const { postId, bass, id } = await waiting(on)
    const { track, ingest } = await valueOf(on.app.comments.read(bass))
    await valueOf(on.ports.blobs.remove(track))
    if (ingest.status === 'ready') await valueOf(on.ports.blobs.remove(ingest.stem.path))
    await valueOf(worker(on).renderProposals(postId))
    expect(await soundOf(on, id)).toEqual({ status: 'failed', reason: 'STEM_MISSING' })
    expect(await requeued(on)).toBe(0)
  })

  test('is tried again after an outage, later each time, and in the end given up', async () => {
    const on = world()
    const { postId, id } = await waiting(on)
    on.audio.breakDown()
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const outcome = worker(on).renderProposals(postId)
      expect(await refusalOf(outcome)).toMatchObject({ type: 'AudioUnavailable' })
      const leaseUntil = retryAt(attempt, on.clock.now())
      expect(await soundOf(on, id)).toEqual({ status: 'queued', attempt, leaseUntil })
      on.clock.advance(leaseUntil - on.clock.now())
    }
    await valueOf(worker(on).renderProposals(postId))
    expect(await soundOf(on, id)).toEqual({ status: 'failed', reason: 'GAVE_UP' })
  })

  test('does nothing for a post that is not there', async () => {
    const on = world()
    expect(await worker(on).renderProposals(postIdOf(99))).toEqual(ok(undefined))
  })

  test('anything fails, so the job fails and is tried again', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: waiting,
      forgives: ['staging.discard'],
      act: (on, { postId }) => worker(on).renderProposals(postId),
      look: async (on) => [(await on.rows()).mixes.size, filesOf(on).filter((path) => path.includes('master'))],
    })
    expect(failed).toEqual(
      expect.arrayContaining(['mixProposals.queued', 'mixProposals.save', 'mixRevisions.byRecipeId', 'blobs.keep']),
    )
  })
})
