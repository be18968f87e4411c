import type { ResultAsync } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import type { Caller } from '#application/account/caller.ts'
import { HOUR } from '#domain/shared/instant.ts'
import { active, caller, signUpForm, stranger } from '../given.ts'
import { type World, world } from '../world.ts'

const email = 'ann@example.org'
const MANY = 50

const attacker = caller({ client: 'the attacker’s' })

type Ask = (at: number) => ResultAsync<unknown, unknown>

/** How many of an attacker's many tries were let through. */
const letThrough = async (ask: Ask): Promise<number> => {
  let through = 0
  for (let at = 0; at < MANY; at++) if ((await ask(at)).isOk()) through++
  return through
}

const signUp =
  ({ app }: World, by: Caller): Ask =>
  (at) =>
    app.accounts.signUp(signUpForm({ nickname: `Ann ${at}` }), by)

describe('one client, however often it asks, does not keep the owner from', () => {
  test('signing up', async () => {
    const on = world()
    for (let hour = 0; hour < 3; hour++) {
      expect(await letThrough(signUp(on, attacker))).toBe(3)
      expect((await signUp(on, stranger())(0)).isOk()).toBe(true)
      on.clock.advance(HOUR)
    }
  })

  test('asking for a reset', async () => {
    const on = world()
    await active(on)
    for (let hour = 0; hour < 3; hour++) {
      expect(await letThrough(() => on.app.accounts.requestPasswordReset({ email }, attacker))).toBe(3)
      expect((await on.app.accounts.requestPasswordReset({ email }, stranger())).isOk()).toBe(true)
      on.clock.advance(HOUR)
    }
  })
})
