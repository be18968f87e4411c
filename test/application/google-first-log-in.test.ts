import { errAsync, ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { UserId } from '#domain/shared/id.ts'
import { newActiveUser } from '#adapters/testing/fixtures.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { active, caller, googleToken, googleUser, opens, PASSWORD, signedUp, stranger } from './given.ts'
import { saysSoWhenAnythingFails } from './outages.ts'
import { type World, world } from './world.ts'

const enter = (on: World, form: object = {}, name = 'Ann') =>
  on.app.accounts.logInWithGoogle({ token: googleToken(on, name), ...form }, caller())

const KNOWN = ['rateLimiter.check', 'google.verify', 'unitOfWork.run', 'identities.bySubject']

describe('the first login with Google', () => {
  test('makes an account of the address that Google proved, active and without a password', async () => {
    const on = world()
    const form = { nickname: ' 앤 ', instruments: 'guitar, vocal', genres: 'jazz', email: 'other@example.org' }
    const login = await valueOf(enter(on, form))
    expect(login).toMatchObject({ is: 'new', userId: 1 })
    const now = on.clock.now()
    const { users, identities } = await on.rows()
    expect([...users.values()]).toStrictEqual([
      {
        id: 1,
        state: 'active',
        email: 'ann@example.org',
        nickname: '앤',
        instruments: ['Vocal', 'Guitar'],
        genres: ['Jazz'],
        origin: 'google',
        passwordHash: null,
        createdAt: now,
        activatedAt: now,
        lastLoginAt: now,
        isStaff: false,
        picture: null,
        background: null,
      },
    ])
    expect([...identities.values()]).toEqual([{ provider: 'google', subject: 'google Ann', userId: 1 }])
    if (login.is === 'unverified') throw new Error('Google proved the address')
    expect(await valueOf(on.app.accounts.authenticate(login.token))).toMatchObject({ userId: 1, device: 'a phone' })
    expect(on.mails()).toEqual([])
  })

  test('asks for a nickname, names it, and has done nothing yet', async () => {
    const on = world()
    expect(await refusalOf(enter(on))).toEqual({
      type: 'InvalidFields',
      faults: [{ field: 'nickname', code: 'REQUIRED' }],
    })
    const refusal = await refusalOf(enter(on, { nickname: 'Ann', instruments: 'Triangle', genres: 'Polka' }))
    expect(refusal).toMatchObject({ faults: [{ field: 'instruments' }, { field: 'genres' }] })
    const { users, identities, sessions } = await on.rows()
    expect([users.size, identities.size, sessions.size]).toEqual([0, 0, 0])
    expect(await valueOf(enter(on, { nickname: 'Ann' }))).toMatchObject({ is: 'new' })
  })

  test('is refused where the nickname is somebody’s, or looks like it', async () => {
    const on = world()
    await active(on, 'Bob')
    for (const nickname of ['Bob', 'ＢＯＢ'])
      expect(await refusalOf(enter(on, { nickname }))).toEqual({ type: 'NicknameTaken', nickname })
    expect((await on.rows()).users.size).toBe(1)
  })

  test('ends the pending sign-ups of the address: their passwords, keys and links open nothing ever again', async () => {
    const on = world()
    const attacker = await signedUp(on, { nickname: 'Mallory', newPassword: 'slipped under Ann' })
    await signedUp(on, { nickname: 'Another' })
    const bob = await signedUp(on, { email: 'bob@example.org', nickname: 'Bob' })
    const { userId } = await googleUser(on)
    const { users, activationKeys } = await on.rows()
    expect([...users.keys()]).toEqual([bob.id, userId])
    expect(new Set([...activationKeys.values()].map((key) => key.userId))).toEqual(new Set([bob.id]))
    expect(await refusalOf(on.app.accounts.activate(attacker.key))).toEqual({ type: 'ActivationKeyUnknown' })
    expect([await opens(on, 'slipped under Ann'), await opens(on, PASSWORD)]).toEqual([false, false])
  })

  test('of two that come at once makes one account, and lets both in', async () => {
    const on = world()
    await signedUp(on)
    const logins = await Promise.all(Array.from({ length: 16 }, () => enter(on, { nickname: 'Ann' })))
    const entered = logins.map((one) => one._unsafeUnwrap())
    expect(entered.filter(({ is }) => is === 'new')).toHaveLength(1)
    expect(new Set(entered.map(({ userId }) => userId)).size).toBe(1)
    const { users, identities, sessions } = await on.rows()
    expect([users.size, identities.size, sessions.size]).toEqual([1, 1, 16])
  })

  test.for(['EmailTaken', 'NicknameTaken', 'IdentityTaken'] as const)(
    'looks again where another came in between, however it learns of it: %s',
    async (type) => {
      const on = world()
      let raced = false
      /** Another one is quicker, as it may be in a database whose units do not run one after the other. */
      const overtaken: UnitOfWork = {
        run: (work) => {
          if (raced) return on.ports.unitOfWork.run(work)
          raced = true
          return enter(on, { nickname: 'Ann' }).andThen(() => errAsync({ type })) as never
        },
      }
      const late = on.having({ unitOfWork: overtaken })
      const login = await valueOf(
        late.accounts.logInWithGoogle({ token: googleToken(on), nickname: 'Ann' }, stranger()),
      )
      expect(login).toMatchObject({ is: 'known', userId: 1 })
      expect((await on.rows()).users.size).toBe(1)
    },
  )

  test('takes no account away that came to be since it looked', async () => {
    const on = world()
    const earlier = newActiveUser({ email: 'ann@example.org' as never })
    const cameToBe: UserId[] = []
    const removed: UserId[] = []
    const unitOfWork: UnitOfWork = {
      run: (work) =>
        on.ports.unitOfWork.run((transaction) => {
          const { users } = transaction
          const between = () =>
            cameToBe.length === 0
              ? users
                  .add(earlier)
                  .map(({ id }) => cameToBe.push(id))
                  .orElse(() => ok())
              : ok()
          const watched: typeof users = {
            ...users,
            ofAddress: (email) => users.ofAddress(email).andThrough(between),
            remove: (ids) => users.remove(ids).map(() => void removed.push(...ids)),
          }
          return work({ ...transaction, users: watched })
        }),
    }
    await on.having({ unitOfWork }).accounts.logInWithGoogle({ token: googleToken(on), nickname: 'Ann' }, caller())
    expect(cameToBe).toHaveLength(1)
    expect(removed).not.toContain(cameToBe[0])
  })

  test('saving fails, so it fails', async () => {
    const failed = await saysSoWhenAnythingFails({
      given: async (on) => {
        await signedUp(on)
        return googleToken(on)
      },
      act: ({ app }, token) => app.accounts.logInWithGoogle({ token, nickname: 'Ann' }, caller()),
    })
    expect(failed).toEqual([
      ...KNOWN,
      'users.ofAddress',
      'users.verifiedByNickname',
      'users.ofAddress',
      'users.remove',
      'users.add',
      'identities.add',
      'sessions.add',
      'users.touch',
      'unitOfWork.commit',
    ])
  })
})
