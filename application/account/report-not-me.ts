import { ok, safeTry } from 'neverthrow'
import type { ActivationKey, Purpose } from '#domain/account/activation-key.ts'
import type { SecretDigest } from '#domain/account/secret.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Clock, Digest, Language } from '../shared/system.ts'
import { digestOf, type KeyRefusal, validKey } from './keys.ts'
import { lockedUser } from './locked-user.ts'
import { queueMail } from './queue-mail.ts'

/** What "this was not me" can be said of. */
export type ReportPurpose = Extract<Purpose, `report-${string}`>

const REPORT_PURPOSES: readonly ReportPurpose[] = [
  'report-sign-up',
  'report-change',
  'report-reset',
  'report-new-password',
]

type Repositories = 'users' | 'activationKeys' | 'pendingChanges' | 'sessions' | 'queuedMails' | 'jobs'

/** What undoing asks. */
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
    // Locked, so that no login with the disowned password slips in between the end of the sessions and of the password.
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

/** What the page behind "this was not me" asks about; nothing changes. */
export const showNotMeReport =
  (deps: ReportNotMeDependencies) =>
  (key: string): Outcome<ReportPurpose, KeyRefusal> =>
    digestOf(deps.digest, key).andThen((digest) =>
      deps.unitOfWork.run((transaction) =>
        whichKey(deps, transaction, digest).map(({ purpose }) => purpose as ReportPurpose),
      ),
    )

/**
 * Undoes what the mail told of, as far as it can be: a pending sign-up goes; a waiting password goes, and with it every
 * session, one of which asked for it; a reset's links open nothing; a new password opens nothing, every session ends, and
 * a link for another password goes out.
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
