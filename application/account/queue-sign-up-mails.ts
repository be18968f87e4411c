import { ok, safeTry } from 'neverthrow'
import type { PendingUser } from '#domain/account/user.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import type { Caller } from './caller.ts'
import { queueMail } from './queue-mail.ts'

/**
 * Queues the mails of a new sign-up: the link, and, if another sign-up of the address is pending, a note that somebody
 * tried.
 */
export const queueSignUpMails = (
  transaction: Pick<Transaction, 'queuedMails' | 'jobs'>,
  { id: userId, createdAt: now }: Pick<PendingUser, 'id' | 'createdAt'>,
  somebodyTried: boolean,
  { language }: Caller,
): Outcome<void> =>
  safeTry(async function* () {
    yield* queueMail(transaction, { kind: 'activation', userId, language, now })
    if (somebodyTried) yield* queueMail(transaction, { kind: 'someone-tried', userId, language, now })
    return ok()
  })
