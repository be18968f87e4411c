import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryRateLimiter } from '#adapters/memory/account/memory-rate-limiter.ts'
import { memoryClock } from '#adapters/memory/system/memory-system.ts'
import { emailOf } from '#adapters/testing/fixtures.ts'
import { countAttempt } from '#application/account/caller.ts'
import type { RateLimiter } from '#application/account/ports.ts'
import { HOUR, MINUTE } from '#domain/shared/instant.ts'
import { expectUnavailable, refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { whatever } from '#test/domain/whatever.ts'
import { active, caller, googleToken, withLastLogin, PASSWORD, signedUp, signUpForm, stranger } from './given.ts'
import { type World, world } from './world.ts'

const form = { email: 'ann@example.org', password: PASSWORD }
const guess = { ...form, password: 'a guess among many' }

const guessed = async ({ app }: World, times: number, by = caller(), given: object = guess) => {
  const answers = []
  for (let time = 0; time < times; time++) answers.push((await refusalOf(app.accounts.logIn(whatever(given), by))).type)
  return answers
}

describe('guessing a password', () => {
  test('ends after ten failures of one pair, for the right password too, until five minutes are over', async () => {
    const on = world()
    await active(on)
    expect(new Set(await guessed(on, 9))).toEqual(new Set(['WrongCredentials']))
    on.clock.advance(MINUTE)
    expect(await guessed(on, 1)).toEqual(['WrongCredentials'])
    const limit = { most: 10, within: 5 * MINUTE }
    const refusal = { type: 'TooManyAttempts', retryAfter: 4 * MINUTE, limit }
    expect(await refusalOf(on.app.accounts.logIn(form, caller()))).toEqual(refusal)
    on.clock.advance(4 * MINUTE - 1)
    expect(await refusalOf(on.app.accounts.logIn(form, caller()))).toEqual({ ...refusal, retryAfter: 1 })
    on.clock.advance(1)
    expect((await on.app.accounts.logIn(form, caller())).isOk()).toBe(true)
  })

  test('does not lock the owner out who comes from elsewhere', async () => {
    const on = world()
    const ann = await active(on)
    for (let attacker = 0; attacker < 20; attacker++) await guessed(on, 10, stranger())
    expect(await withLastLogin(on)).toMatchObject({ userId: ann })
  })

  test('does not keep the client from other accounts, up to a hundred failures', async () => {
    const on = world()
    await active(on)
    await guessed(on, 10)
    for (let other = 0; other < 9; other++)
      await guessed(on, 10, caller(), { ...guess, email: `nobody${other}@example.org` })
    const last = await refusalOf(on.app.accounts.logIn({ ...form, email: 'bob@example.org' }, caller()))
    expect(last).toMatchObject({ type: 'TooManyAttempts', limit: { most: 100 } })
  })

  test('counts an unknown address like a known one', async () => {
    const on = world()
    await active(on)
    const unknown = { ...guess, email: 'nobody@example.org' }
    expect(await guessed(on, 11, stranger(), unknown)).toEqual(await guessed(on, 11, stranger()))
  })

  test('counts failures only', async () => {
    const on = world()
    await active(on)
    await guessed(on, 9)
    for (let time = 0; time < 20; time++) expect((await on.app.accounts.logIn(form, caller())).isOk()).toBe(true)
    expect(await guessed(on, 2)).toEqual(['WrongCredentials', 'TooManyAttempts'])
  })

  test('is not easier for who tries many at once', async () => {
    const on = world()
    await active(on)
    const wrong = Array.from({ length: 30 }, () => on.app.accounts.logIn(guess, caller()))
    const outcomes = await Promise.all([...wrong, on.app.accounts.logIn(form, caller())])
    expect(outcomes.filter((one) => one.isErr() && one.error.type === 'WrongCredentials')).toHaveLength(10)
    expect(outcomes.at(-1)).toMatchObject({ error: { type: 'TooManyAttempts' } })
    expect((await on.rows()).sessions.size).toBe(0)
  })

  test('takes no work once the limit is used up', async () => {
    const on = world()
    await guessed(on, 10)
    on.fault.arm(Infinity)
    await on.app.accounts.logIn(form, caller())
    expect(on.fault.calls).toEqual(['rateLimiter.check'])
  })
})

const ask = ({ app }: World, email: string, by = caller()) => app.accounts.requestPasswordReset({ email }, by)

const signUp = ({ app }: World, at: number, by = caller()) =>
  app.accounts.signUp(signUpForm({ email: `p${at}@example.org`, nickname: `P${at}` }), by)

describe('signing up', () => {
  test('is done twenty times an hour from one client, and goes on from another', async () => {
    const on = world()
    for (let at = 0; at < 20; at++) await valueOf(signUp(on, at))
    const limit = { most: 20, within: HOUR }
    expect(await refusalOf(signUp(on, 20))).toEqual({ type: 'TooManyAttempts', retryAfter: HOUR, limit })
    await valueOf(signUp(on, 20, stranger()))
    on.clock.advance(HOUR - 1)
    expect((await signUp(on, 21)).isErr()).toBe(true)
    on.clock.advance(1)
    await valueOf(signUp(on, 21))
  })

  test('of one address is done ten times an hour, wherever from', async () => {
    const on = world()
    for (let at = 0; at < 10; at++)
      await valueOf(on.app.accounts.signUp(signUpForm({ nickname: `P${at}` }), stranger()))
    const refusal = await refusalOf(on.app.accounts.signUp(signUpForm(), stranger()))
    expect(refusal).toMatchObject({ type: 'TooManyAttempts', limit: { most: 10, within: HOUR } })
    await valueOf(signUp(on, 1))
  })

  test('uses nothing up with a form that is badly filled in, and takes no work where nothing is left', async () => {
    const on = world()
    for (let at = 0; at < 30; at++) await on.app.accounts.signUp(signUpForm({ nickname: '' }), caller())
    for (let at = 0; at < 20; at++) await valueOf(signUp(on, at))
    on.fault.arm(Infinity)
    expect((await signUp(on, 20)).isErr()).toBe(true)
    expect(on.fault.calls).not.toContain('passwordHasher.hash')
  })
})

type Limited = {
  readonly limited: 'sign-up' | 'reset' | 'log-in' | 'resend'
  readonly client: number
  readonly address: number
}
const calls: fc.Arbitrary<Limited> = fc.record({
  limited: fc.constantFrom('sign-up', 'reset', 'log-in', 'resend'),
  client: fc.nat({ max: 4 }),
  address: fc.nat({ max: 5 }),
})
const asCall = ({ limited, client, address }: Limited) => ({
  limited,
  caller: caller({ client: `192.0.2.${client}` }),
  email: emailOf(`p${address}@example.org`),
})
const nets = (counts: ReadonlyMap<string, number>) => Object.fromEntries([...counts].filter(([, used]) => used !== 0))

/** In memory, with what it has counted and not given back. */
const watched = () => {
  const inside = memoryRateLimiter(memoryClock())
  const counts = new Map<string, number>()
  const note = (key: string, change: number) => () => void counts.set(key, (counts.get(key) ?? 0) + change)
  const rateLimiter: RateLimiter = {
    ...inside,
    consume: (key, limit) => inside.consume(key, limit).andTee(note(key, 1)),
    giveBack: (key, limit) => inside.giveBack(key, limit).andTee(note(key, -1)),
  }
  return { rateLimiter, counts }
}

describe('what one limit refuses', () => {
  test('counts in no other: a classroom signs up beside somebody whose address is tried too often', async () => {
    const on = world()
    const once = signUpForm({ email: 'tried@example.org' })
    for (let time = 0; time < 3; time++) await valueOf(on.app.accounts.signUp(once, caller()))
    for (let time = 0; time < 40; time++) await refusalOf(on.app.accounts.signUp(once, caller()))
    for (let at = 0; at < 17; at++) await valueOf(signUp(on, at))
    expect(await refusalOf(signUp(on, 17))).toMatchObject({ limit: { most: 20 } })
  })

  test('changes no count, in whatever order people come', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(calls, { minLength: 60, maxLength: 200, size: 'max' }), async (sent) => {
        const { rateLimiter, counts } = watched()
        for (const call of sent) {
          const before = nets(counts)
          const outcome = await countAttempt(rateLimiter, asCall(call))
          if (outcome.isErr()) expect(nets(counts)).toEqual(before)
          else expect(nets(counts)).not.toEqual(before)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('changes no count where all come at once either', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(calls, { minLength: 60, maxLength: 200, size: 'max' }), async (sent) => {
        const { rateLimiter, counts } = watched()
        const outcomes = await Promise.all(sent.map((call) => countAttempt(rateLimiter, asCall(call))))
        const alone = watched()
        for (const [at, call] of sent.entries()) {
          if (outcomes[at]!.isOk()) await valueOf(countAttempt(alone.rateLimiter, asCall(call)))
        }
        expect(nets(counts)).toEqual(nets(alone.counts))
      }),
      { numRuns: 30 },
    )
  })
})

test('one client alone uses up no address: the owner, elsewhere, still signs up and resets', async () => {
  const on = world()
  await active(on, 'Bob')
  const attacker = stranger()
  for (let time = 0; time < 20; time++) {
    await on.app.accounts.signUp(signUpForm({ nickname: `P${time}` }), attacker)
    await ask(on, 'bob@example.org', attacker)
  }
  expect((await on.rows()).users.size).toBe(4)
  await valueOf(on.app.accounts.signUp(signUpForm(), stranger()))
  await valueOf(ask(on, 'bob@example.org', stranger()))
  const third = stranger()
  for (let time = 0; time < 3; time++) await valueOf(ask(on, 'ann@example.org', third))
  expect(await refusalOf(ask(on, 'ann@example.org', third))).toEqual({
    type: 'TooManyAttempts',
    retryAfter: HOUR,
    limit: { most: 3, within: HOUR },
  })
})

describe('asking for a reset', () => {
  test('is done ten times an hour for one address, known or not, wherever from', async () => {
    for (const email of ['ann@example.org', 'nobody@example.org']) {
      const on = world()
      await active(on)
      for (let time = 0; time < 10; time++) await valueOf(ask(on, email, stranger()))
      const refusal = { type: 'TooManyAttempts', retryAfter: HOUR, limit: { most: 10, within: HOUR } }
      expect(await refusalOf(ask(on, email, stranger()))).toEqual(refusal)
      on.clock.advance(HOUR)
      await valueOf(ask(on, email))
    }
  })

  test('is done twenty times an hour from one client', async () => {
    const on = world()
    for (let at = 0; at < 20; at++) await valueOf(ask(on, `p${at}@example.org`))
    const refusal = await refusalOf(ask(on, 'ann@example.org'))
    expect(refusal).toMatchObject({ type: 'TooManyAttempts', limit: { most: 20 } })
    await valueOf(ask(on, 'ann@example.org', stranger()))
  })
})

test('sending a mail again is done twenty times an hour for one client, and that is nobody’s concern', async () => {
  const on = world()
  const signUps = Array.from({ length: 21 }, (_, at) => ({ email: `p${at}@example.org`, nickname: `P${at}` }))
  for (const one of signUps) await signedUp(on, one)
  const { size } = (await on.rows()).queuedMails
  for (const { email } of signUps)
    expect(await refusalOf(on.app.accounts.logIn({ email, password: PASSWORD }, caller()))).toEqual({
      type: 'ActivationPending',
    })
  expect((await on.rows()).queuedMails.size - size).toBe(20)
})

test('nobody comes in uncounted while nobody can count', async () => {
  const on = world()
  await active(on)
  on.outage.breakDown('limits')
  await expectUnavailable(on.app.accounts.logIn(form, caller()))
  await expectUnavailable(on.app.accounts.signUp(signUpForm(), caller()))
  await expectUnavailable(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }, caller()))
})

describe.each([
  ['Google', ({ app }: World) => app.accounts.logInWithGoogle({ token: 'forged' }, caller())],
  [
    'Facebook',
    ({ app }: World) => app.accounts.logInWithFacebook({ accessToken: 'forged', facebookUserId: '1' }, caller()),
  ],
] as const)('trying tokens of %s', (_, forge) => {
  const forged = async (on: World, times: number) => {
    const answers = []
    for (let time = 0; time < times; time++) answers.push((await refusalOf(forge(on))).type)
    return new Set(answers)
  }

  test('ends after a hundred refused ones of a client, for a good one too, until five minutes are over', async () => {
    const on = world()
    expect(await forged(on, 100)).toEqual(new Set(['ProviderRefused']))
    const refusal = { type: 'TooManyAttempts', retryAfter: 5 * MINUTE, limit: { most: 100, within: 5 * MINUTE } }
    expect(await refusalOf(forge(on))).toEqual(refusal)
    const good = { token: googleToken(on), nickname: 'Ann' }
    expect(await refusalOf(on.app.accounts.logInWithGoogle(good, caller()))).toEqual(refusal)
    expect((await on.app.accounts.logInWithGoogle(good, stranger())).isOk()).toBe(true)
    on.clock.advance(5 * MINUTE)
    expect((await on.app.accounts.logInWithGoogle(good, caller())).isOk()).toBe(true)
  })

  test('does not ask the provider any more', async () => {
    const on = world()
    await forged(on, 100)
    on.outage.breakDown('google')
    on.outage.breakDown('facebook')
    expect(await forged(on, 1)).toEqual(new Set(['TooManyAttempts']))
  })

  test('counts refused ones only, and no outage', async () => {
    const on = world()
    await forged(on, 99)
    const good = { token: googleToken(on), nickname: 'Ann' }
    for (let time = 0; time < 20; time++)
      expect((await on.app.accounts.logInWithGoogle(good, caller())).isOk()).toBe(true)
    on.outage.breakDown('google')
    on.outage.breakDown('facebook')
    expect(await forged(on, 20)).toEqual(new Set(['Unavailable']))
    on.outage.repair()
    expect(await forged(on, 1)).toEqual(new Set(['ProviderRefused']))
  })
})

describe('callers of whose clients nothing is known', () => {
  const unknown = caller({ client: null })

  test('do not count as one: they sign up by the dozen, and a guess at one address locks no other', async () => {
    const on = world()
    for (let at = 0; at < 30; at++) await valueOf(signUp(on, at, unknown))
    await active(on)
    await guessed(on, 10, unknown)
    expect(await refusalOf(on.app.accounts.logIn(form, unknown))).toMatchObject({ type: 'TooManyAttempts' })
    const other = { email: 'bob@example.org', password: 'seven-strings' }
    expect(await refusalOf(on.app.accounts.logIn(other, unknown))).toMatchObject({ type: 'WrongCredentials' })
  })

  test('are counted by the address: it is signed up, and asks for a reset, ten times an hour', async () => {
    const on = world()
    const refused = { type: 'TooManyAttempts', limit: { most: 10, within: HOUR } }
    for (let at = 0; at < 10; at++) {
      await valueOf(on.app.accounts.signUp(signUpForm({ nickname: `P${at}` }), unknown))
      await valueOf(ask(on, 'ann@example.org', unknown))
    }
    expect(await refusalOf(on.app.accounts.signUp(signUpForm(), unknown))).toMatchObject(refused)
    expect(await refusalOf(ask(on, 'ann@example.org', unknown))).toMatchObject(refused)
    await valueOf(ask(on, 'bob@example.org', unknown))
    await on.pass(HOUR)
    await valueOf(ask(on, 'ann@example.org', unknown))
  })

  test('are so where a host tells nothing of its callers', async () => {
    const on = world()
    for (let at = 0; at < 10; at++) await valueOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }))
    const refusal = await refusalOf(on.app.accounts.requestPasswordReset({ email: 'ann@example.org' }))
    expect(refusal).toMatchObject({ type: 'TooManyAttempts' })
  })
})
