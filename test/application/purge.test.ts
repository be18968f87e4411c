import { okAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { PURGE_BATCH, purgeStaleUsers } from '#application/account/purge-stale-users.ts'
import { ACTIVATION_KEY_LIFETIME } from '#domain/account/activation-key.ts'
import { DAY } from '#domain/shared/instant.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { active, signedUp } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

describe('a purge', () => {
  test('removes every stale user with its keys, and nobody else', async () => {
    const on = world()
    const ann = await active(on, 'Ann')
    await signedUp(on, { email: 'old@example.org', nickname: 'Old' })
    on.clock.advance(DAY)
    const young = await signedUp(on, { email: 'young@example.org', nickname: 'Young' })
    on.clock.advance(ACTIVATION_KEY_LIFETIME - DAY)
    await valueOf(on.app.worker.performJob({ type: 'purge-stale-users' }))
    const { users, activationKeys } = await on.rows()
    expect([...users.keys()]).toEqual([ann, young.id])
    expect(new Set([...activationKeys.values()].map(({ userId }) => userId))).toEqual(new Set([young.id]))
  })

  test('goes on in batches until a batch is not full, and tells how many it removed', async () => {
    const on = world()
    const batches = [PURGE_BATCH, PURGE_BATCH, 3]
    const limits: number[] = []
    const removeStale = (_now: unknown, limit: number) => {
      limits.push(limit)
      return okAsync(batches.shift()!)
    }
    const unitOfWork: World['ports']['unitOfWork'] = {
      run: (work) =>
        on.ports.unitOfWork.run((transaction) =>
          work({ ...transaction, users: { ...transaction.users, removeStale } }),
        ),
    }
    expect(await valueOf(purgeStaleUsers({ ...on.ports, unitOfWork })())).toBe(2 * PURGE_BATCH + 3)
    expect(limits).toEqual([PURGE_BATCH, PURGE_BATCH, PURGE_BATCH])
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await signedUp(on)
        on.clock.advance(ACTIVATION_KEY_LIFETIME)
      },
      act: (on) => purgeStaleUsers(on.fault.through(on.ports))(),
    })
    expect(failed).toEqual(['unitOfWork.run', 'users.removeStale', 'unitOfWork.commit'])
  })
})
