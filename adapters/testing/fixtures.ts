/** A few lines over the limit of 200: one maker per value, and they use each other. */

import { ACTIVATION_KEY_LIFETIME, type ActivationKey } from '#domain/account/activation-key.ts'
import { type EmailAddress, parseEmailAddress } from '#domain/account/email-address.ts'
import type { Identity, Subject } from '#domain/account/identity.ts'
import type { NewQueuedMail } from '#domain/account/mail.ts'
import { type Nickname, parseNickname } from '#domain/account/nickname.ts'
import { parseSubmittedPassword, type Password, type PasswordHash } from '#domain/account/password.ts'
import type { NewPendingChange } from '#domain/account/pending-change.ts'
import { type Secret, type SecretDigest, SECRET_BYTES, secretOf } from '#domain/account/secret.ts'
import { type NewSession, SESSION_LIFETIME } from '#domain/account/session.ts'
import type { ActiveUser, PendingUser } from '#domain/account/user.ts'
import type { Comment } from '#domain/comment/comment.ts'
import type { Content, NewMessage } from '#domain/message/message.ts'
import type { FailedMix, RenderedMix, RenderingMix, RequestedMix } from '#domain/mix/mix.ts'
import type { MixProposal } from '#domain/mix/mix-proposal.ts'
import type { PlayableRevision } from '#domain/mix/mix-revision.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import { type Bpm, type Post, parseTitle, type Title } from '#domain/post/post.ts'
import type { Parsed } from '#domain/shared/fields.ts'
import type { CommentId, PostId, ProposalId, UserId } from '#domain/shared/id.ts'
import { after, type Instant, instant, MINUTE } from '#domain/shared/instant.ts'
import { sha256 } from './sha256.ts'
import { placeRecording, type Recording, type Track } from '#domain/track/track.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'

/** The default time of fixtures. Its milliseconds are not round. */
export const NOON: Instant = instant(Date.UTC(2024, 1, 29, 12, 0, 0, 123))

/** Distinguishes the fixtures of this process from others in the same database. */
const RUN = Math.floor(Math.random() * 2 ** 32)
  .toString(16)
  .padStart(8, '0')

let made = 0

/** A word that is unique across calls and processes. */
export const unique = (word: string): string => `${word}${RUN}x${++made}`

const valid = <Value>(parsed: Parsed<Value>): Value => {
  if (parsed.isErr()) throw new Error('a fixture must be valid', { cause: parsed.error })
  return parsed.value
}

export const emailOf = (raw: string): EmailAddress => valid(parseEmailAddress(raw))
export const nicknameOf = (raw: string): Nickname => valid(parseNickname(raw))
export const titleOf = (raw: string): Title => valid(parseTitle(raw))
export const passwordOf = (raw: string): Password => valid(parseSubmittedPassword(raw))
export const postIdOf = (id: number): PostId => id as PostId
export const commentIdOf = (id: number): CommentId => id as CommentId

/** An id that does not exist in a test database. */
export const UNKNOWN_ID = 2_147_483_000

export const email = (): EmailAddress => emailOf(`${unique('person')}@example.org`)
export const nickname = (): Nickname => nicknameOf(unique('기타'))
export const secret = (): Secret => secretOf(crypto.getRandomValues(new Uint8Array(SECRET_BYTES)))
export const digestOf = (given: Secret): SecretDigest => sha256(given) as SecretDigest

/** A hash that matches no password. */
export const passwordHash = (): PasswordHash => `$fixture$${unique('hash')}` as PasswordHash

export type NewPendingUser = Omit<PendingUser, 'id'>
export type NewActiveUser = Omit<ActiveUser, 'id'>

const profile = () => ({
  email: email(),
  nickname: nickname(),
  instruments: ['Guitar', 'Bass'] as const,
  genres: ['Rock', 'Jazz'] as const,
  passwordHash: passwordHash(),
  createdAt: NOON,
})

export const newUser = (given: Partial<NewPendingUser> = {}): NewPendingUser => ({
  ...profile(),
  state: 'pending',
  origin: 'email',
  subject: null,
  ...given,
})

/** A user who was verified by a provider or created as staff. */
export const newActiveUser = (given: Partial<NewActiveUser> = {}): NewActiveUser => ({
  ...profile(),
  state: 'active',
  origin: 'google',
  activatedAt: after(NOON, MINUTE),
  lastLoginAt: null,
  isStaff: false,
  picture: null,
  background: null,
  ...given,
})

export const subject = (given: Partial<Subject> = {}): Subject => ({
  provider: 'google',
  subject: unique('subject'),
  ...given,
})

export const identity = (given: Partial<Identity> & Pick<Identity, 'userId'>): Identity => ({ ...subject(), ...given })

export const newChange = (given: Partial<NewPendingChange> & Pick<NewPendingChange, 'userId'>): NewPendingChange => ({
  kind: 'change',
  passwordHash: passwordHash(),
  askedFrom: null,
  askedAt: NOON,
  ...given,
})

export const newQueuedMail = (given: Partial<NewQueuedMail> & Pick<NewQueuedMail, 'userId'>): NewQueuedMail => ({
  kind: 'activation',
  changeId: null,
  language: 'ko',
  askedAt: NOON,
  ...given,
})

export const activationKey = (given: Partial<ActivationKey> & Pick<ActivationKey, 'userId'>): ActivationKey => ({
  digest: digestOf(secret()),
  purpose: 'activation',
  changeId: null,
  issuedAt: NOON,
  expiresAt: after(NOON, ACTIVATION_KEY_LIFETIME),
  ...given,
})

export const newSession = (given: Partial<NewSession> & Pick<NewSession, 'userId'>): NewSession => ({
  digest: digestOf(secret()),
  device: 'Soundhub/1.0 (안드로이드 14)',
  createdAt: NOON,
  lastUsedAt: after(NOON, MINUTE),
  expiresAt: after(NOON, SESSION_LIFETIME),
  ...given,
})

export const recording = (given: Partial<Recording> = {}): Recording => ({
  format: 'mp3',
  bytes: 1_234_567,
  sha256: sha256(unique('recording')),
  frames: 180 * SAMPLE_RATE + 1,
  ...given,
})

export const track = (author: UserId, post: PostId, given: Partial<Recording> = {}): Track =>
  placeRecording(recording(given), { author, post, name: 'author' })

export const post = (given: Partial<Post> & Pick<Post, 'id' | 'authorId'>): Post => ({
  title: titleOf(unique('봄밤 ')),
  instruments: ['Guitar'],
  genres: ['Pop', 'Rock'],
  bpm: 120 as Bpm,
  track: track(given.authorId, given.id),
  master: null,
  image: null,
  createdAt: NOON,
  ...given,
})

export const comment = (given: Partial<Comment> & Pick<Comment, 'id' | 'authorId' | 'postId'>): Comment => ({
  instruments: ['Bass'],
  track: track(given.authorId, given.postId),
  createdAt: NOON,
  ...given,
})

/** Any text: stored rows are not parsed again. */
export const contentOf = (text: string): Content => text as Content

export const newMessage = (given: Partial<NewMessage> & Pick<NewMessage, 'senderId' | 'recipientId'>): NewMessage => ({
  content: contentOf(unique('같이 해요 ')),
  createdAt: NOON,
  ...given,
})

const mixBase = (postId: PostId) => ({
  postId,
  revision: 1,
  recipe: defaultRecipe([]),
  recipeId: null,
  requestedAt: NOON,
  attempt: 0,
})

export const requestedMix = (given: Partial<RequestedMix> & Pick<RequestedMix, 'postId'>): RequestedMix => ({
  ...mixBase(given.postId),
  state: 'requested',
  ...given,
})

export const renderingMix = (given: Partial<RenderingMix> & Pick<RenderingMix, 'postId'>): RenderingMix => ({
  ...mixBase(given.postId),
  attempt: 1,
  state: 'rendering',
  stage: 'mixing',
  progress: 37,
  leaseUntil: after(NOON, MINUTE),
  ...given,
})

export const renderedMix = (given: Partial<RenderedMix> & Pick<RenderedMix, 'postId'>): RenderedMix => ({
  ...mixBase(given.postId),
  attempt: 2,
  state: 'rendered',
  finishedAt: after(NOON, MINUTE),
  master: null,
  ...given,
})

export const failedMix = (given: Partial<FailedMix> & Pick<FailedMix, 'postId'>): FailedMix => ({
  ...mixBase(given.postId),
  attempt: 30,
  state: 'failed',
  reason: 'GAVE_UP',
  finishedAt: after(NOON, MINUTE),
  ...given,
})

export const playableRevision = (
  given: Partial<PlayableRevision> & Pick<PlayableRevision, 'postId' | 'master'>,
): PlayableRevision => ({
  revision: 1,
  recipe: defaultRecipe([]),
  recipeId: null,
  requestedAt: NOON,
  finishedAt: after(NOON, MINUTE),
  measured: null,
  credits: [],
  state: 'playable',
  ...given,
})

export const mixProposal = (given: Partial<MixProposal> & Pick<MixProposal, 'postId' | 'proposerId'>): MixProposal => ({
  id: 1 as ProposalId,
  recipe: defaultRecipe([]),
  proposedAt: NOON,
  sound: { status: 'queued', attempt: 0, leaseUntil: null },
  decision: null,
  ...given,
})

export const twice = <Value>(all: readonly Value[]): readonly Value[] => all.flatMap((one) => [one, one])
