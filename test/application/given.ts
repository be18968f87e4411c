import type { Caller } from '#application/account/caller.ts'
import type { LoggedIn } from '#application/account/begin-session.ts'
import type { Mail } from '#application/account/ports.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'
import type { MailKind } from '#domain/account/mail.ts'
import type { Secret } from '#domain/account/secret.ts'
import type { Session } from '#domain/account/session.ts'
import type { SignUpForm } from '#domain/account/sign-up.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { flacBlocksOf } from '#application/track/flac-bytes.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { valueOf as valueIn } from '#adapters/testing/sound/results.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import type { World } from './world.ts'

/** What is heard of a stem. */
export const samplesOfStem = async (on: World, path: MediaPath): Promise<Float32Array> =>
  valueIn(await gatherBlocks(flacBlocksOf((await valueOf(on.ports.blobs.read(path)))!.bytes)))

export const PASSWORD = 'bass under guitar'
export const NEW_PASSWORD = 'drums over keyboard'

/** Somebody at one client. */
export const caller = (given: Partial<Caller> = {}): Caller => ({
  client: '203.0.113.7',
  language: 'en',
  device: 'a phone',
  ...given,
})

let clients = 0

/** Somebody at a client that nobody else has, so that what many do is not counted together. */
export const stranger = (given: Partial<Caller> = {}): Caller => caller({ client: `client ${++clients}`, ...given })

/** A sign-up form that is well filled in. */
export const signUpForm = (given: Partial<SignUpForm> = {}): SignUpForm => ({
  email: 'ann@example.org',
  nickname: 'Ann',
  instruments: 'Guitar',
  newPassword: PASSWORD,
  newPasswordAgain: given.newPassword ?? PASSWORD,
  ...given,
})

/** The latest mail of this kind; none fails the test. */
export const lastMail = ({ mails }: World, kind: MailKind): Mail => {
  const mail = mails().findLast((one) => one.kind === kind)
  if (mail === undefined) throw new Error(`no mail of this kind went out: ${kind}`)
  return mail
}

/** The key in the latest mail of this kind, once all jobs are done. */
export const mailedKey = async (on: World, kind: MailKind): Promise<Secret> => {
  await on.work()
  const { secret } = lastMail(on, kind)
  if (secret === null) throw new Error(`a mail of this kind has no key: ${kind}`)
  return secret
}

/** The key of "this was not me" in the latest mail of this kind, once all jobs are done. */
export const mailedNotMeKey = async (on: World, kind: MailKind): Promise<Secret> => {
  await on.work()
  return lastMail(on, kind).reportNotMe
}

/** Somebody signed up, and the mail went out; the key of its link. */
export const signedUp = async (
  on: World,
  given: Partial<SignUpForm> = {},
  by: Caller = stranger(),
): Promise<{ readonly id: UserId; readonly key: Secret }> => {
  const { id } = await valueOf(on.app.accounts.signUp(signUpForm(given), by))
  return { id, key: await mailedKey(on, 'activation') }
}

/** Somebody signed up and opened the link. */
export const active = async (on: World, name = 'Ann'): Promise<UserId> => {
  const { key } = await signedUp(on, { email: `${name}@example.org`, nickname: name })
  return valueOf(on.app.accounts.activate(key))
}

export const withLastLogin = (on: World, name = 'Ann', password = PASSWORD): Promise<LoggedIn> =>
  valueOf(on.app.accounts.logIn({ email: `${name}@example.org`, password }, stranger()))

/** An active user at work. */
export const atWork = async (on: World, name = 'Ann'): Promise<Session> => {
  await active(on, name)
  return valueOf(on.app.accounts.authenticate((await withLastLogin(on, name)).token))
}

/** Whether the password opens the account. */
export const opens = async (on: World, password: string, name = 'Ann'): Promise<boolean> =>
  (await on.app.accounts.logIn({ email: `${name}@example.org`, password }, stranger())).isOk()

/** Staff, made on the machine. */
export const staff = (on: World, name = 'Root'): Promise<UserId> =>
  valueOf(on.app.accounts.createStaff({ email: `${name}@example.org`, nickname: name, password: PASSWORD }))

/** Somebody whom Google knows under this address. */
export const googleUser = async (on: World, name = 'Ann'): Promise<LoggedIn> => {
  const login = await valueOf(
    on.app.accounts.logInWithGoogle({ token: googleToken(on, name), nickname: name }, stranger()),
  )
  if (login.is === 'unverified') throw new Error('Google proved no address')
  return login
}

/** A token of Google's for a person of this name, whose subject and address are always the same. */
export const googleToken = ({ google }: World, name = 'Ann', email: string | null = `${name}@example.org`): string =>
  google.issue({ subject: `google ${name}`, email: (email?.toLowerCase() ?? null) as Mail['to'] | null })

/** What Facebook's client sends for a person of this name; there is no address unless one is given. */
export const facebookForm = ({ facebook }: World, name = 'Ann', email: string | null = null) => ({
  accessToken: facebook.issue({ subject: `facebook ${name}`, email: email as Mail['to'] | null }),
  facebookUserId: `facebook ${name}`,
})

/** A WAV file of one level on both sides. */
export const sound = (frames = 48, level = 0.1): Uint8Array<ArrayBuffer> =>
  waveFile({ channels: [new Float32Array(frames).fill(level), new Float32Array(frames).fill(level)] })

export const staged = ({ ports }: World, bytes: Uint8Array = sound()): Promise<StagedFile> =>
  valueOf(ports.staging.receive(arriving(bytes), { maximumBytes: 1e9 }))

export const POST_FORM = { title: '봄밤', instruments: 'Guitar', genres: 'Pop', bpm: 120 }

export const posted = async (on: World, author: UserId, bytes?: Uint8Array): Promise<PostId> =>
  valueOf(on.app.posts.create({ author, ...POST_FORM, track: await staged(on, bytes) }))

export const answered = async (on: World, postId: PostId, author: UserId, bytes?: Uint8Array): Promise<CommentId> =>
  valueOf(on.app.comments.create({ postId, author, instruments: 'Bass', track: await staged(on, bytes) }))

/** A post of Ann's that Bob answered, with levels of 0.1 and 0.2. */
export const song = async (on: World) => {
  const ann = await active(on, 'Ann')
  const bob = await active(on, 'Bob')
  const postId = await posted(on, ann, sound(48, 0.1))
  const bass = await answered(on, postId, bob, sound(96, 0.2))
  return { ann, bob, postId, bass }
}

/** A song whose mix waits for a worker; its tracks are stems already. */
export const requested = async (on: World) => {
  const story = await song(on)
  await on.work()
  await valueOf(on.app.mixes.request({ postId: story.postId, requester: story.ann, stems: [story.bass] }))
  return story
}

/** What became of the post, as it is committed. */
export const mixOf = async (on: World, postId: PostId) => (await on.rows()).mixes.get(postId)
export const masterOf = async (on: World, postId: PostId) => (await on.rows()).posts.get(postId)!.master
export const mastersIn = (on: World) => on.files.paths().filter((path) => path.includes('master'))

/** What may become of somebody while a request of theirs is under way. */
export const GOING: Readonly<Record<string, (on: World, id: UserId) => Promise<unknown>>> = {
  'take their account away': (on, id) => valueOf(on.app.accounts.delete({ id, remover: id })),
  'are suspended': async (on, id) => valueOf(on.app.accounts.suspend({ staff: await staff(on), id })),
}
