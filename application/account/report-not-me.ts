import { ok, safeTry } from 'neverthrow'
import type { ActivationKey, Purpose } from '#domain/account/activation-key.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest, Language } from '../shared/system.ts'
import { digestOf, type KeyRefusal, validKey } from './keys.ts'
import { lockedUser } from './locked-user.ts'
import { queueMail } from './queue-mail.ts'

/** What a user can report with "this was not me". */
export type ReportPurpose = Extract<Purpose, `report-${string}`>

const REPORT_PURPOSES: readonly ReportPurpose[] = [
  'report-sign-up',
  'report-change',
  'report-reset',
  'report-new-password',
]

type Repositories = 'users' | 'activationKeys' | 'pendingChanges' | 'sessions' | 'queuedMails' | 'jobs'

/** What the report needs. */
export type ReportNotMeDependencies = {
  readonly unitOfWork: UnitOfWorkOn<Repositories>
  readonly clock: Clock
  readonly digest: Digest
}

const undo = (
  { users, sessions, pendingChanges, activationKeys, ...rest }: Pick<Transaction, Repositories>,
  { userId, purpose }: ActivationKey,
  order: { readonly language: Language; readonly now: ReturnType<Clock['now']> },
): Outcome<void> =>
  safeTry(async function* () {
    // Locked, so that no login with the reported password slips in between ending the sessions and removing the password.
    const user = yield* lockedUser({ users }, userId)
    if (user === null) return ok()
    yield* activationKeys.removeOfUser(userId)
    yield* pendingChanges.removeOfUser(userId)
    if (purpose === 'report-sign-up') return user.state === 'pending' ? users.remove([userId]) : ok()
    if (purpose === 'report-reset') return ok()
    yield* sessions.removeOfUser(userId, null)
    if (purpose === 'report-change') return ok()
    yield* users.setPassword(userId, null)
    return queueMail(rest, { kind: 'reset-password', userId, ...order })
  })

const whichKey = (deps: ReportNotMeDependencies, transaction: Pick<Transaction, Repositories>, digest: SecretDigest) =>
  validKey(transaction, digest, REPORT_PURPOSES, deps.clock.now())

/** What a "this was not me" key reports. Changes nothing. */
export const showNotMeReport =
  (deps: ReportNotMeDependencies) =>
  (key: string): Outcome<ReportPurpose, KeyRefusal> =>
    digestOf(deps.digest, key).andThen((digest) =>
      deps.unitOfWork.run((transaction) =>
        whichKey(deps, transaction, digest).map(({ purpose }) => purpose as ReportPurpose),
      ),
    )

/**
 * Undoes what the mail announced as far as possible. A pending sign-up is removed. A pending password is removed with
 * every session, one of which requested it. A reset's links stop working. A new password is removed, every session
 * ends, and a link to choose another one is mailed.
 */
export const reportNotMe =
  (deps: ReportNotMeDependencies) =>
  (key: string, language: Language = 'en'): Outcome<ReportPurpose, KeyRefusal> =>
    digestOf(deps.digest, key).andThen((digest) =>
      deps.unitOfWork.run((transaction) =>
        safeTry(async function* () {
          const reported = yield* whichKey(deps, transaction, digest)
          yield* undo(transaction, reported, { language, now: deps.clock.now() })
          return ok(reported.purpose as ReportPurpose)
        }),
      ),
    )
