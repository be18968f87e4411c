import { ok, safeTry } from 'neverthrow'
import type { LetterKind } from '#domain/account/letter.ts'
import type { ChangeId, UserId } from '#domain/shared/id.ts'
import type { Instant } from '#domain/shared/instant.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'
import type { Language } from '../shared/world.ts'

/** A mail to be written by a worker once the transaction has committed. */
export type LetterOrder = {
  readonly kind: LetterKind
  readonly userId: UserId
  readonly changeId?: ChangeId
  readonly language: Language
  readonly now: Instant
}

/** Asks for a mail: the letter and the job that writes it commit with everything else. */
export const orderLetter = (
  { letters, jobs }: Pick<Transaction, 'letters' | 'jobs'>,
  { kind, userId, changeId, language, now }: LetterOrder,
): Outcome<void> =>
  safeTry(async function* () {
    const letter = yield* letters.add({ kind, userId, changeId: changeId ?? null, language, askedAt: now })
    yield* jobs.add({ type: 'send-letter', letterId: letter.id })
    return ok()
  })
