import { err } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { heldLeases } from '#application/mix/held-leases.ts'
import { requeueWaitingMixes } from '#application/mix/requeue-waiting-mixes.ts'
import { DEFAULT_LEASE } from '#domain/mix/mix.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { mastersIn, masterOf, mixOf, requested } from './given.ts'
import { stoppingWorker, worker } from './workers.ts'
import { world } from './world.ts'

const FIRST = 'user_1/Post_1/master_r1_a1.mp3'
const SECOND = 'user_1/Post_1/master_r1_a2.mp3'

describe('a worker that froze', () => {
  test('past its lease loses to the one that took its mix up, and removes its own file only', async () => {
    const on = world()
    const { postId } = await requested(on)
    const frozen = stoppingWorker(on)
    const late = frozen.render(postId)
    await frozen.stopped
    on.clock.advance(DEFAULT_LEASE)
    await valueOf(worker(on).render(postId))
    frozen.release()
    expect(await refusalOf(late)).toMatchObject({ type: 'LeaseLost', claim: { revision: 1, attempt: 1 } })
    expect(await masterOf(on, postId)).toBe(SECOND)
    expect(mastersIn(on)).toEqual([SECOND])
    expect(on.files.staged()).toEqual([])
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered', attempt: 2 })
  })

  test('and wakes while the other is still at work changes nothing', async () => {
    const on = world()
    const { postId } = await requested(on)
    const frozen = stoppingWorker(on)
    const late = frozen.render(postId)
    await frozen.stopped
    on.clock.advance(DEFAULT_LEASE)
    const other = stoppingWorker(on)
    const second = other.render(postId)
    await other.stopped
    frozen.release()
    expect(await refusalOf(late)).toMatchObject({ type: 'LeaseLost' })
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendering', attempt: 2 })
    other.release()
    await valueOf(second)
    expect(mastersIn(on)).toEqual([SECOND])
  })

  test('up to the last millisecond of its lease has lost nothing', async () => {
    const on = world()
    const { postId } = await requested(on)
    const slow = stoppingWorker(on)
    const rendering = slow.render(postId)
    await slow.stopped
    on.clock.advance(DEFAULT_LEASE - 1)
    expect(await refusalOf(worker(on).render(postId))).toEqual({ type: 'NothingToRender', postId })
    slow.release()
    await valueOf(rendering)
    expect(mastersIn(on)).toEqual([FIRST])
  })

  test('exactly as long as its lease has lost, though nobody took its mix up; the next worker does', async () => {
    const on = world()
    const { postId } = await requested(on)
    const slow = stoppingWorker(on)
    const rendering = slow.render(postId)
    await slow.stopped
    on.clock.advance(DEFAULT_LEASE)
    slow.release()
    expect(await refusalOf(rendering)).toMatchObject({ type: 'LeaseLost' })
    expect(mastersIn(on)).toEqual([])
    await valueOf(requeueWaitingMixes(on.ports)())
    await on.work()
    expect(await masterOf(on, postId)).toBe(SECOND)
  })
})

test('the master of a worker that died before it could say so goes when the next one takes over', async () => {
  const on = world()
  const { postId } = await requested(on)
  const dying = worker(on, {
    blobs: {
      ...on.ports.blobs,
      keep: (file, path) => on.ports.blobs.keep(file, path).andTee(() => on.outage.breakDown('database')),
    },
  })
  await expectUnavailable(dying.render(postId))
  on.outage.repair()
  expect(mastersIn(on)).toEqual([FIRST])
  on.clock.advance(DEFAULT_LEASE)
  await valueOf(requeueWaitingMixes(on.ports)())
  await on.work()
  expect(mastersIn(on)).toEqual([SECOND])
  expect(await masterOf(on, postId)).toBe(SECOND)
})

describe('a worker that stops in the middle of a mix', () => {
  test('gives it back: another one takes it up at once, and what the first still does is refused', async () => {
    const on = world()
    const { postId } = await requested(on)
    const leases = heldLeases()
    const stopping = stoppingWorker(on, { heldLeases: leases })
    const late = stopping.render(postId)
    await stopping.stopped
    await valueOf(leases.giveBackAll())
    const anew = await mixOf(on, postId)
    expect(anew).toMatchObject({ state: 'rendering', leaseUntil: on.clock.now() })
    await on.work()
    expect(await masterOf(on, postId)).toBe(SECOND)
    stopping.release()
    expect(await refusalOf(late)).toMatchObject({ type: 'LeaseLost', claim: { attempt: 1 } })
    expect(mastersIn(on)).toEqual([SECOND])
  })

  test('gives nothing back that it has finished, or lost already', async () => {
    const on = world()
    const { postId } = await requested(on)
    const leases = heldLeases()
    await valueOf(worker(on, { heldLeases: leases }).render(postId))
    await valueOf(leases.giveBackAll())
    expect(await mixOf(on, postId)).toMatchObject({ state: 'rendered', attempt: 1 })
  })
})

describe('a worker that is slow', () => {
  test('keeps its mix as long as its scheduler runs, and says how far it is', async () => {
    const on = world()
    const { postId } = await requested(on)
    const slow = stoppingWorker(on)
    const rendering = slow.render(postId)
    await slow.stopped
    for (let third = 0; third < 30; third++) {
      on.clock.advance(DEFAULT_LEASE / 3)
      await slow.scheduler.advance(DEFAULT_LEASE / 3 + 1)
    }
    expect(await mixOf(on, postId)).toMatchObject({
      state: 'rendering',
      attempt: 1,
      stage: 'encoding',
      progress: 100,
      leaseUntil: on.clock.now() + DEFAULT_LEASE,
    })
    expect(await refusalOf(worker(on).render(postId))).toEqual({ type: 'NothingToRender', postId })
    slow.release()
    await valueOf(rendering)
    expect(await masterOf(on, postId)).toBe(FIRST)
  })

  test('survives an outage that is shorter than its lease', async () => {
    const on = world()
    const { postId } = await requested(on)
    const slow = stoppingWorker(on)
    const rendering = slow.render(postId)
    await slow.stopped
    on.outage.breakDown('database')
    on.clock.advance(DEFAULT_LEASE / 2)
    await slow.scheduler.advance(DEFAULT_LEASE / 2)
    on.outage.repair()
    slow.release()
    await valueOf(rendering)
    expect(await masterOf(on, postId)).toBe(FIRST)
  })

  test('stops mixing once a scheduled check has seen that the mix is another’s', async () => {
    const on = world()
    const { ann, postId, bass } = await requested(on)
    const { stemCache } = on.ports
    let isAsked = false
    let encoded = 0
    const slow = worker(on, {
      stemCache: {
        ...stemCache,
        async *filling(hash, samples) {
          if (!isAsked) {
            isAsked = true
            await valueOf(on.app.mixes.request({ postId, requester: ann, stems: [bass] }))
            await slow.scheduler.advance(DEFAULT_LEASE)
          }
          yield* stemCache.filling(hash, samples)
        },
      },
      audioEncoder: {
        async *encode(blocks) {
          for await (const block of blocks) {
            if (block.isOk()) encoded++
            else yield err(block.error)
          }
        },
      },
    })
    expect(await refusalOf(slow.render(postId))).toMatchObject({ type: 'LeaseLost' })
    expect(encoded).toBe(0)
    expect([mastersIn(on), on.files.staged()]).toEqual([[], []])
    expect(await mixOf(on, postId)).toMatchObject({ state: 'requested', revision: 2 })
  })

  test('stops its scheduled checks when it is done, whether it ended well or not', async () => {
    const on = world()
    const { postId } = await requested(on)
    on.audio.breakDown()
    const failing = worker(on)
    await failing.render(postId)
    on.clock.advance(1)
    await failing.scheduler.advance(10 * DEFAULT_LEASE)
    expect(await mixOf(on, postId)).toMatchObject({ leaseUntil: on.clock.now() - 1 + DEFAULT_LEASE })
  })
})
