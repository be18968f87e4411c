import { ok, safeTry } from 'neverthrow'
import type { MailKind } from '#domain/account/mail.ts'
import type { ChangeId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import type { Language } from '../shared/system.ts'

/** A mail for a worker to write and send after the transaction has committed. */
export type MailRequest = {
  readonly kind: MailKind
  readonly userId: UserId
  /** The pending change of password it is about, if any. */
  readonly changeId?: ChangeId
  readonly language: Language
  readonly now: Instant
}

/** Queues a mail: it and the job that sends it are saved in this transaction. */
export const queueMail = (
  { queuedMails, jobs }: Pick<Transaction, 'queuedMails' | 'jobs'>,
  { kind, userId, changeId, language, now }: MailRequest,
): Outcome<void> =>
  safeTry(async function* () {
    const queuedMail = yield* queuedMails.add({ kind, userId, changeId: changeId ?? null, language, askedAt: now })
    yield* jobs.add({ type: 'send-mail', mailId: queuedMail.id })
    return ok()
  })
