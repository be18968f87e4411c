import { ok, okAsync, type ResultAsync, safeTry } from 'neverthrow'
import { issueActivationKey, type Purpose } from '#domain/account/activation-key.ts'
import { type Letter, LETTERS } from '#domain/account/letter.ts'
import { SECRET_BYTES, type Secret } from '#domain/account/secret.ts'
import { isTimeToPurge } from '#domain/account/stale-users.ts'
import type { User } from '#domain/account/user.ts'
import type { LetterId } from '#domain/shared/id.ts'
import type { Outcome, Unavailable } from '../shared/outcome.ts'
import type { Transaction, UnitOfWorkOn } from '../shared/unit-of-work.ts'
import type { Chance, Clock, Digest } from '../shared/world.ts'
import type { Mail, Mailer } from './ports.ts'

type Reach = 'users' | 'activationKeys' | 'pendingChanges' | 'letters' | 'jobs'

/** What writing and sending letters asks. */
export type SendLetterAsks = {
  readonly unitOfWork: UnitOfWorkOn<Reach>
  readonly mailer: Mailer
  readonly clock: Clock
  readonly chance: Chance
  readonly digest: Digest
  /** See `isTimeToPurge`. */
  readonly stalePurgeChance: number
}

/**
 * Issues the keys of a letter and mails it, once: a letter that went out, or whose reason is gone, is passed over. The
 * secrets exist only here and in the mail; a repeated attempt issues others and leaves the earlier ones alive, since their
 * mail may have arrived.
 */
export const sendLetter =
  (asks: SendLetterAsks) =>
  (id: LetterId): Outcome<void> =>
    safeTry(async function* () {
      const mail = yield* asks.unitOfWork.run((transaction) => write(asks, transaction, id))
      if (mail === null) return ok()
      yield* asks.mailer.send(mail)
      return asks.unitOfWork.run(({ letters }) => letters.markSent(id, asks.clock.now()))
    })

const write = (asks: SendLetterAsks, transaction: Pick<Transaction, Reach>, id: LetterId): Outcome<Mail | null> =>
  safeTry(async function* () {
    const letter = yield* transaction.letters.byId(id)
    if (letter === null || letter.sentAt !== null) return ok(null)
    const user = yield* transaction.users.byId(letter.userId)
    if (user === null || !(yield* stillMeant(transaction, letter, user))) return ok(null)
    const { opens, disowns } = LETTERS[letter.kind]
    const secret = opens === null ? null : yield* issue(asks, transaction, letter, opens)
    const disown = yield* issue(asks, transaction, letter, disowns)
    const { kind, language } = letter
    return ok({ kind, letterId: id, to: user.email, nickname: user.nickname, language, secret, disown })
  })

/** Whether there is still something for the letter to open or to tell. */
const stillMeant = (
  { pendingChanges }: Pick<Transaction, 'pendingChanges'>,
  letter: Letter,
  user: User,
): Outcome<boolean> => {
  if (LETTERS[letter.kind].disowns === 'disown-sign-up') return yes(user.state === 'pending')
  if (letter.kind === 'reset-password') return yes(user.state === 'active')
  return letter.changeId === null ? yes(true) : pendingChanges.byId(letter.changeId).map((change) => change !== null)
}

const yes = (answer: boolean): Outcome<boolean> => okAsync(answer)

const issue = (
  asks: SendLetterAsks,
  { activationKeys, jobs }: Pick<Transaction, Reach>,
  { userId, changeId }: Letter,
  purpose: Purpose,
): ResultAsync<Secret, Unavailable> =>
  safeTry(async function* () {
    const bytes = asks.chance.bytes(SECRET_BYTES)
    const { key, secret } = issueActivationKey({
      purpose,
      userId,
      changeId,
      now: asks.clock.now(),
      bytes,
      digest: asks.digest.secret,
    })
    yield* activationKeys.add(key)
    if (isTimeToPurge(asks.chance.roll(), asks.stalePurgeChance)) yield* jobs.add({ type: 'purge-stale-users' })
    return ok(secret)
  })
