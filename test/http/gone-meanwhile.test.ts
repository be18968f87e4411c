import { expect, it } from 'vitest'
import { type Client, join } from '../story/client.ts'
import { sound } from '../story/story.ts'
import { freshDatabase } from '../databases/fresh.ts'
import { withServer } from './places.ts'

const PLACES: Readonly<Record<string, () => Promise<Readonly<Record<string, string>>>>> = {
  PGlite: () => Promise.resolve({}),
  PostgreSQL: async () => ({ DATABASE_URL: (await freshDatabase()).url }),
}

type Gone = { readonly status: number; readonly code: unknown }

/** Posts a track whose last byte is sent once `meanwhile` is over. */
const postSlowly = async (url: string, ann: Client, meanwhile: () => Promise<unknown>): Promise<Gone> => {
  const form = new FormData()
  for (const [name, value] of Object.entries({ title: 'Late', instrument: 'Guitar', genre: 'Rock' }))
    form.append(name, value)
  form.append('author_track', new Blob([sound(440, 1).slice()]), 'late.wav')
  const whole = new Response(form)
  const bytes = new Uint8Array(await whole.arrayBuffer())
  async function* inTwo() {
    yield bytes.subarray(0, -1)
    await meanwhile()
    yield bytes.subarray(-1)
  }
  const answer = await fetch(`${url}/post`, {
    method: 'POST',
    headers: { authorization: `Token ${ann.token}`, 'content-type': whole.headers.get('content-type') ?? '' },
    body: ReadableStream.from(inTwo()),
    duplex: 'half',
  })
  return { status: answer.status, code: ((await answer.json()) as { code?: unknown }).code }
}

const LEAVING: Readonly<Record<string, (ann: Client) => Promise<unknown>>> = {
  'takes the account away': (ann) => ann.send('/user/1', { method: 'DELETE' }),
  'logs out': (ann) => ann.send('/user/logout', { method: 'POST' }),
}

it.each(Object.keys(PLACES).flatMap((place) => Object.keys(LEAVING).map((leaving) => [leaving, place] as const)))(
  'whoever %s while a track of theirs arrives is told so, on %s, and nothing comes of it',
  async (leaving, place) => {
    await withServer('persistent', await PLACES[place]!(), async ({ url, linkFor }) => {
      const ann = await join(url, 'ann', linkFor)
      const answer = await postSlowly(url, ann, () => LEAVING[leaving]!(ann))
      expect(answer).toEqual({ status: 401, code: 'NOT_AUTHENTICATED' })
      expect((await (await fetch(`${url}/post`)).json()) as object).toMatchObject({ results: [] })
    })
  },
)
