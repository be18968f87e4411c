import { describe, expect, test } from 'vitest'
import { refusalOf, valueOf } from '../contracts/subject.ts'
import { active, googleUser, NEW_PASSWORD, PASSWORD } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { world } from './world.ts'

describe('checking a password', () => {
  test('says whether it is mine', async () => {
    const on = world()
    const ann = await active(on)
    await valueOf(on.app.checkPassword(ann, { password: PASSWORD }))
    expect(await refusalOf(on.app.checkPassword(ann, { password: NEW_PASSWORD }))).toEqual({ type: 'WrongPassword' })
    expect(await refusalOf(on.app.checkPassword(ann, {}))).toMatchObject({ faults: [{ field: 'password' }] })
  })

  test('says no where there is none, and for nobody, after the same work', async () => {
    const on = world()
    const { userId } = await googleUser(on)
    for (const id of [userId, 99 as never]) {
      on.fault.arm(Infinity)
      expect(await refusalOf(on.app.checkPassword(id, { password: PASSWORD }))).toEqual({ type: 'WrongPassword' })
      expect(on.fault.calls).toContain('passwordHasher.verify')
    }
  })

  test('says neither while nobody can look', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: active,
      act: ({ app }, ann) => app.checkPassword(ann, { password: PASSWORD }),
    })
    expect(failed).toEqual(['unitOfWork.run', 'users.byId', 'unitOfWork.commit', 'passwordHasher.verify'])
  })
})
