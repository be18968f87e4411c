import { randomBytes } from 'node:crypto'
import type { Container } from 'inversify'
import type { Result, ResultAsync } from 'neverthrow'
import { parseEmailAddress } from '#domain/account/email-address.ts'
import { parseNickname } from '#domain/account/nickname.ts'
import { newlyVerified } from '#domain/account/user.ts'
import type { UserId } from '#domain/shared/id.ts'
import { CHANNELS } from '#domain/sound/block.ts'
import { packPcm } from '#domain/sound/pcm.ts'
import { waveHeader } from '#domain/sound/wave.ts'
import type { Instrument } from '#domain/track/vocabulary.ts'
import { open } from '../container.ts'
import { bass, drums, guitar, keyboard, type Sound, TEMPO } from './instruments.ts'

/** A demonstration account, and how to log in as its owner. */
export type DemoAccount = { readonly email: string; readonly password: string }

const MUSICIANS = [
  { nickname: 'demo-guitar', instruments: ['Guitar'] },
  { nickname: 'demo-bass', instruments: ['Bass', 'Keyboard'] },
  { nickname: 'demo-drums', instruments: ['Drums'] },
] as const satisfies readonly { nickname: string; instruments: readonly Instrument[] }[]

const SONG = 'Four chords'

const waveOf = (sound: Sound): Uint8Array => {
  const stereo = new Float32Array(CHANNELS * sound.length)
  for (const [frame, sample] of sound.entries()) stereo.fill(sample, CHANNELS * frame, CHANNELS * (frame + 1))
  const samples = packPcm(stereo)
  const header = waveHeader(sound.length)
  const file = new Uint8Array(header.length + samples.length)
  file.set(header)
  file.set(samples, header.length)
  return file
}

const valueOf = async <Value>(outcome: Result<Value, unknown> | ResultAsync<Value, unknown>): Promise<Value> =>
  (await outcome).match(
    (value) => value,
    (refusal) => {
      throw new Error('the demonstration could not be made', { cause: refusal })
    },
  )

/**
 * Makes three demonstration musicians, a song of four synthesised tracks and a mix of it, if there is no song yet; `null` if
 * there is one. The accounts are verified without a mail, so their password is a new one each time.
 */
export const makeDemo = async (container: Container): Promise<readonly DemoAccount[] | null> => {
  const { soundhub, unitOfWork, passwordHasher, clock } = await open(container, [
    'soundhub',
    'unitOfWork',
    'passwordHasher',
    'clock',
  ])
  if ((await valueOf(soundhub.home.read(null))).recentPosts.length > 0) return null
  const password = randomBytes(9).toString('base64url')
  const passwordHash = await valueOf(passwordHasher.hash(password as never))

  const addMusician = async (musician: (typeof MUSICIANS)[number]): Promise<UserId> => {
    const email = await valueOf(parseEmailAddress(`${musician.nickname}@example.org`))
    const nickname = await valueOf(parseNickname(musician.nickname))
    const now = clock.now()
    const account = { email, nickname, instruments: musician.instruments, genres: [], createdAt: now }
    const user = { ...account, ...newlyVerified(now), origin: 'email', passwordHash } as const
    return (await valueOf(unitOfWork.run(({ users }) => users.add(user)))).id
  }
  const upload = (sound: Sound) => valueOf(soundhub.uploads.receive(waveOf(sound)))

  const [one, two, three] = await Promise.all(MUSICIANS.map(addMusician))
  const post = { author: one!, title: SONG, instruments: 'Guitar', genres: 'Pop', bpm: TEMPO }
  const postId = await valueOf(soundhub.posts.create({ ...post, track: await upload(guitar()) }))
  const answer = async (author: UserId, instruments: Instrument, sound: Sound) =>
    valueOf(soundhub.comments.create({ postId, author, instruments, track: await upload(sound) }))
  const comments = [
    await answer(two!, 'Bass', bass()),
    await answer(three!, 'Drums', drums()),
    await answer(two!, 'Keyboard', keyboard()),
  ]
  const stems = comments.map((comment, at) => ({ comment, gainDb: [-2, -4, -3][at]!, pan: [0, 0, 25][at]! }))
  const recipe = { author: { pan: -25 }, stems }
  await valueOf(soundhub.mixes.request({ postId, requester: one!, recipe }))
  return MUSICIANS.map(({ nickname }) => ({ email: `${nickname}@example.org`, password }))
}
