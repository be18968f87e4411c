import { afterEach, describe, expect, it } from 'vitest'
import { HttpClient, SoundhubClient } from '#adapters/client/soundhub.ts'
import { type House, house, keyFor, onSocket, PASSWORD, recording, work } from '../http/house.ts'

const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const served = async () => {
  const given = house()
  const server = await onSocket(given)
  closing.push(() => server.close())
  return { given, baseUrl: `http://127.0.0.1:${server.port}` }
}

/** Shows its token, once it has one, wherever one is read. */
const clientOf = (baseUrl: string): SoundhubClient<string> =>
  new SoundhubClient(
    new HttpClient({
      baseUrl,
      securityWorker: (token) => (token === null ? {} : { headers: { Authorization: `Bearer ${token}` } }),
    }),
  )

/** Signs up, follows the link, logs in. */
const comeIn = async (given: House, baseUrl: string, nickname: string) => {
  const client = clientOf(baseUrl)
  const email = `${nickname}@example.org`
  const { data: user } = await client.accounts.postUserSignup({
    email,
    nickname,
    instrument: ['Guitar', 'Vocal'],
    password1: PASSWORD,
    password2: PASSWORD,
  })
  await client.accounts.getUserActivate(
    { activation_key: await keyFor(given, email) },
    { headers: { Accept: 'application/json' } },
  )
  const { data: session } = await client.accounts.postUserLogin({ email, password: PASSWORD })
  client.http.setSecurityData(session.token ?? null)
  return { client, user }
}

const sound = (hertz: number): File => new File([Uint8Array.from(recording(hertz))], 'sound.wav')

describe('the generated client', () => {
  it('makes a song: sign-up, login, post, comment, mix, list', async () => {
    const { given, baseUrl } = await served()
    const { client: ann, user } = await comeIn(given, baseUrl, 'ann')
    const { client: ben } = await comeIn(given, baseUrl, 'ben')
    expect([user.instrument, user.is_active]).toEqual(['Vocal, Guitar', false])

    const { data: post } = await ann.posts.postPost({
      title: 'Three chords',
      instrument: ['Guitar', 'Vocal'],
      genre: 'Rock',
      bpm: 120,
      author_track: sound(330),
    })
    const { data: comment } = await ben.comments.postPostByIdComments(post.id, {
      instrument: 'Bass',
      comment_track: sound(110),
    })
    const { data: mixing } = await ann.mixes.patchPostByIdMix(post.id, { mix_tracks: [comment.id] })
    expect([mixing.mix?.status, mixing.master_track]).toEqual(['queued', null])
    await work(given)

    const { data: list } = await clientOf(baseUrl).posts.getPost({ genre: ['Rock'], page_size: 5 })
    expect(list.results.map(({ title, bpm, mix, instruments }) => [title, bpm, mix?.status, instruments])).toEqual([
      ['Three chords', 120, 'done', ['Vocal', 'Guitar']],
    ])
    expect(list.results[0]?.mixed_tracks.Bass?.map(({ author }) => author.nickname)).toEqual(['ben'])
  })

  it('is told what is wrong, typed', async () => {
    const { given, baseUrl } = await served()
    const { client } = await comeIn(given, baseUrl, 'ann')
    const refused = await client.posts.getPostById(7).catch((answer: unknown) => answer as { error: { code: string } })
    expect(refused.error).toMatchObject({ status: 404, code: 'POST_NOT_FOUND' })
  })
})
