import { ok, safeTry } from 'neverthrow'
import { issueActivationKey } from '#domain/account/activation-key.ts'
import { SECRET_BYTES } from '#domain/account/secret.ts'
import { isTimeToPurge } from '#domain/account/stale-users.ts'
import type { UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance, Clock, Digest, Language } from '../shared/world.ts'
import type { Mailer } from './ports.ts'

/** What mailing a key needs. */
export type SendActivationMailAsks = {
  readonly unitOfWork: UnitOfWorkOn<'users' | 'activationKeys' | 'jobs'>
  readonly mailer: Mailer
  readonly clock: Clock
  readonly chance: Chance
  readonly digest: Digest
  /** See `isTimeToPurge`. */
  readonly stalePurgeChance: number
}

/**
 * Issues a key and mails it, if the user is still pending. The secret exists only here and in the mail; repeating the
 * job issues another key and leaves the earlier one alive, since its mail may have arrived.
 */
export const sendActivationMail =
  (asks: SendActivationMailAsks) =>
  (userId: UserId, language: Language): Outcome<void> =>
    safeTry(async function* () {
      const mail = yield* asks.unitOfWork.run(({ users, activationKeys, jobs }) =>
        safeTry(async function* () {
          const user = yield* users.byId(userId)
          if (user?.state !== 'pending') return ok(null)
          const { key, secret } = issueActivationKey({
            userId,
            now: asks.clock.now(),
            bytes: asks.chance.bytes(SECRET_BYTES),
            digest: asks.digest.secret,
          })
          yield* activationKeys.add(key)
          if (isTimeToPurge(asks.chance.roll(), asks.stalePurgeChance)) yield* jobs.add({ type: 'purge-stale-users' })
          return ok({ kind: 'activation', to: user.email, nickname: user.nickname, secret, language } as const)
        }),
      )
      if (mail !== null) yield* asks.mailer.send(mail)
      return ok()
    })
