import { expect, it, onTestFinished } from 'vitest'
import { type DatabaseLocation, openDatabase } from '#adapters/mikro-orm/open-database.ts'
import type { MixEvent } from '#application/mix/ports.ts'
import { postIdOf, renderedMix, renderingMix } from '#adapters/testing/fixtures.ts'
import { mixIn, postIn } from '#adapters/testing/given.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { breakableServer } from '#test/databases/breakable-server.ts'
import { freshDatabase } from '#test/databases/fresh.ts'
import { statementsOn } from '#test/databases/statements.ts'
import { noJobs } from './no-jobs.ts'

const opened = async (place: DatabaseLocation) => {
  const database = await valueOf(openDatabase(place))
  onTestFinished(() => void database.close())
  return { database, units: database.unitOfWork(noJobs) }
}

const fresh = async () => {
  const { url, drop } = await freshDatabase()
  onTestFinished(drop)
  return url
}

/** What a listener hears and misses, one after the other. */
const listening = () => {
  const queue: (MixEvent | 'missed')[] = []
  let wake: (() => void) | null = null
  const add = (one: MixEvent | 'missed') => {
    queue.push(one)
    wake?.()
  }
  return {
    listener: { heard: add, missed: () => add('missed') },
    next: async (): Promise<MixEvent | 'missed'> => {
      while (queue.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
      return queue.shift()!
    },
  }
}

const PROGRESSED = { type: 'MixProgressed', revision: 1, attempt: 1, stage: 'mixing' } as const

it('a server hears of the mixes that a worker in another process renders', async () => {
  const databaseUrl = await fresh()
  const [server, worker] = [await opened({ databaseUrl }), await opened({ databaseUrl })]
  const { listener, next } = listening()
  server.database.mixEvents.subscribe(listener)
  expect(await next()).toBe('missed')
  const { id: postId } = await postIn(worker.units)
  await mixIn(worker.units, renderingMix({ postId, progress: 37 }))
  expect(await next()).toEqual({ ...PROGRESSED, postId, progress: 37 })
  await valueOf(worker.database.mixEvents.publish({ ...PROGRESSED, postId, progress: 38 }))
  expect(await next()).toEqual({ ...PROGRESSED, postId, progress: 38 })
  await mixIn(worker.units, renderedMix({ postId }))
  expect(await next()).toEqual({ type: 'MixChanged', postId })
})

it('a connection that broke off is made anew, and whoever listens learns that events may be lost', async () => {
  const databaseUrl = await fresh()
  const way = await breakableServer(databaseUrl)
  onTestFinished(way.close)
  const [server, worker] = [await opened({ databaseUrl: way.url }), await opened({ databaseUrl })]
  const { listener, next } = listening()
  server.database.mixEvents.subscribe(listener)
  expect(await next()).toBe('missed')
  await way.breakDown()
  const { id: postId } = await postIn(worker.units)
  await mixIn(worker.units, renderedMix({ postId }))
  await way.repair()
  expect(await next()).toBe('missed')
  await valueOf(worker.database.mixEvents.publish({ ...PROGRESSED, postId, progress: 1 }))
  expect(await next()).toMatchObject({ postId, progress: 1 })
})

it('what nobody here has published is taken for a loss', async () => {
  const databaseUrl = await fresh()
  const { database } = await opened({ databaseUrl })
  const statements = await statementsOn(databaseUrl)
  onTestFinished(() => statements.close())
  const { listener, next } = listening()
  database.mixEvents.subscribe(listener)
  expect(await next()).toBe('missed')
  for (const payload of ['', 'null', '{}', '{"type":"MixMoved","postId":1}']) {
    await statements.ask(`select pg_notify('soundhub_mixes', '${payload}')`)
    expect(await next()).toBe('missed')
  }
})

it('there is a connection while somebody listens, and none before and after', async () => {
  const databaseUrl = await fresh()
  const { database } = await opened({ databaseUrl })
  const statements = await statementsOn(databaseUrl)
  onTestFinished(() => statements.close())
  const connections = async () => {
    const found = await statements.ask<{ readonly count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where application_name = 'soundhub events' and datname = current_database()`,
    )
    return found[0]!.count
  }
  await valueOf(database.mixEvents.publish({ ...PROGRESSED, postId: postIdOf(1), progress: 1 }))
  expect(await connections()).toBe(0)
  const { listener, next } = listening()
  const stop = database.mixEvents.subscribe(listener)
  expect(await next()).toBe('missed')
  expect(await connections()).toBe(1)
  stop()
  await expect.poll(connections).toBe(0)
  database.mixEvents.subscribe(listener)
  expect(await next()).toBe('missed')
  await valueOf(database.close())
  await expect.poll(connections).toBe(0)
})
