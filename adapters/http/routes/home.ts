import { ok } from 'neverthrow'
import type { Call } from '../endpoint/declaration.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Endpoint } from '../endpoint/endpoint.ts'
import { frontPage } from './front-page.ts'
import { prefersPage } from '../endpoint/languages.ts'
import { homeSchema, presentHome, presentWordHome, wordHomeSchema } from '../presenters/home.ts'
import { cachedJson } from '../reply/cached-json.ts'

type HomeCall = Call<'anyone', never, never, never, never>

/** The home page, and one for each genre and instrument. */
export const home = (
  { soundhub, settings }: Pick<HttpDependencies, 'soundhub' | 'settings'>,
  endpoint: Endpoint,
): void => {
  const show = cachedJson(presentHome)
  const showOfWord = cachedJson(presentWordHome)

  const read = async ({ session, context }: Pick<HomeCall, 'session' | 'context'>) =>
    (await soundhub.home.read(session?.userId ?? null)).map((found) => show(found, context.req.url))

  endpoint(
    {
      methods: ['get'],
      path: '/',
      tag: 'home',
      summary: 'The home page, same as /home. Browsers get a web page',
      access: 'anyone',
      answers: [{ status: 200, description: 'At most 15 of each', schema: homeSchema, others: ['text/html'] }],
      refuses: [],
    },
    async (call) => {
      if (prefersPage(call.context.req.header('Accept'))) return ok(await frontPage(settings, call.language))
      return (await read(call)).map((reply) => ({ ...reply, headers: { ...reply.headers, Vary: 'Accept' } }))
    },
  )

  endpoint(
    {
      methods: ['get'],
      path: '/home',
      tag: 'home',
      summary: 'The most liked users and posts, and the newest posts',
      access: 'anyone',
      answers: [{ status: 200, description: 'At most 15 of each', schema: homeSchema }],
      refuses: [],
    },
    read,
  )

  endpoint(
    {
      methods: ['get'],
      path: '/home/genre/{genre}',
      tag: 'home',
      summary: 'The home page of a genre, with totals',
      access: 'anyone',
      answers: [{ status: 200, description: 'At most 15 of each', schema: wordHomeSchema }],
      refuses: ['InvalidFields'],
    },
    async ({ session, context }) => {
      const found = await soundhub.home.ofGenre(context.req.param('genre') ?? '', session?.userId ?? null)
      return found.map((view) => showOfWord(view, context.req.url))
    },
  )

  endpoint(
    {
      methods: ['get'],
      path: '/home/instrument/{instrument}',
      tag: 'home',
      summary: 'The home page of an instrument, with totals',
      access: 'anyone',
      answers: [{ status: 200, description: 'At most 15 of each', schema: wordHomeSchema }],
      refuses: ['InvalidFields'],
    },
    async ({ session, context }) => {
      const found = await soundhub.home.ofInstrument(context.req.param('instrument') ?? '', session?.userId ?? null)
      return found.map((view) => showOfWord(view, context.req.url))
    },
  )
}
