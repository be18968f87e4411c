import { ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import { issueActivationKey, type Purpose } from '#domain/account/activation-key.ts'
import { type QueuedMail, MAILS } from '#domain/account/mail.ts'
import { SECRET_BYTES, type Secret, secretOf } from '#domain/account/secret.ts'
import { isTimeToPurge } from '#domain/account/stale-users.ts'
import type { User } from '#domain/account/user.ts'
import type { MailId } from '#domain/shared/id.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance, Clock, Digest } from '../shared/system.ts'
import type { Mail, Mailer } from './ports.ts'

type Repositories = 'users' | 'activationKeys' | 'pendingChanges' | 'queuedMails' | 'jobs'

/** What writing and sending mails needs. */
export type SendQueuedMailDependencies = {
  readonly unitOfWork: UnitOfWorkOn<Repositories>
  readonly mailer: Mailer
  readonly clock: Clock
  readonly chance: Chance
  readonly digest: Digest
  /** See `isTimeToPurge`. */
  readonly stalePurgeChance: number
}

/**
 * Issues the keys of a mail and sends it once; a mail that was sent, or whose reason is gone, is skipped. The secrets
 * exist only here and in the mail. A retry issues new ones and leaves the earlier ones valid, since their mail may have
 * arrived.
 */
export const sendQueuedMail =
  (deps: SendQueuedMailDependencies) =>
  (id: MailId): Outcome<void> =>
    safeTry(async function* () {
      const mail = yield* deps.unitOfWork.run((transaction) => write(deps, transaction, id))
      if (mail === null) return ok()
      yield* deps.mailer.send(mail)
      return deps.unitOfWork.run(({ queuedMails }) => queuedMails.markSent(id, deps.clock.now()))
    })

const write = (
  deps: SendQueuedMailDependencies,
  transaction: Pick<Transaction, Repositories>,
  id: MailId,
): Outcome<Mail | null> =>
  safeTry(async function* () {
    const queuedMail = yield* transaction.queuedMails.byId(id)
    if (queuedMail === null || queuedMail.sentAt !== null) return ok(null)
    const user = yield* transaction.users.byId(queuedMail.userId)
    if (user === null || !(yield* isStillNeeded(transaction, queuedMail, user))) return ok(null)
    const { opens, reports } = MAILS[queuedMail.kind]
    const secret = opens === null ? null : yield* issue(deps, transaction, queuedMail, opens)
    const reportNotMe = yield* issue(deps, transaction, queuedMail, reports)
    const { kind, language } = queuedMail
    return ok({ kind, mailId: id, to: user.email, nickname: user.nickname, language, secret, reportNotMe })
  })

/** Whether the mail still has something to open or to announce. */
const isStillNeeded = (
  { pendingChanges }: Pick<Transaction, 'pendingChanges'>,
  queuedMail: QueuedMail,
  user: User,
): Outcome<boolean> => {
  if (MAILS[queuedMail.kind].reports === 'report-sign-up') return yes(user.state === 'pending')
  if (queuedMail.kind === 'reset-password') return yes(user.state === 'active')
  return queuedMail.changeId === null
    ? yes(true)
    : pendingChanges.byId(queuedMail.changeId).map((change) => change !== null)
}

const yes = (answer: boolean): Outcome<boolean> => okAsync(answer)

const issue = (
  deps: SendQueuedMailDependencies,
  { activationKeys, jobs }: Pick<Transaction, Repositories>,
  { userId, changeId }: QueuedMail,
  purpose: Purpose,
): ResultAsync<Secret, Unavailable> =>
  safeTry(async function* () {
    const secret = secretOf(deps.chance.bytes(SECRET_BYTES))
    const digest = yield* deps.digest.secret(secret)
    const key = issueActivationKey({ purpose, userId, changeId, now: deps.clock.now(), digest })
    yield* activationKeys.add(key)
    if (isTimeToPurge(deps.chance.roll(), deps.stalePurgeChance)) yield* jobs.add({ type: 'purge-stale-users' })
    return ok(secret)
  })
