import type { Author, Me, Problem, User } from '#adapters/client/soundhub.ts'
import type { View } from '../contract.ts'
import { type Answer, type Ask, NOBODY, viewerOf } from './asking.ts'
import { authorOf, type PageRoute } from './routes.ts'

/** What the API answered for a page; nothing of it is read yet. */
export type Loaded = {
  readonly status: number
  readonly viewer: Me | null
  readonly cookies: readonly string[]
  /** Tells these answers apart from any others; null where the API gave no ETags, or a problem. */
  readonly version: string | null
  /** Reads the answers, once. */
  readonly view: () => Promise<View>
}

const versionOf = (answers: readonly Answer[]): string | null => {
  const etags = answers.map(({ etag }) => etag)
  return etags.includes(null) ? null : etags.join(' ')
}

/** A refusal of the API as a page, for whoever asks. */
export const problemOf = (refused: Pick<Answer, 'status' | 'json'>): Loaded => ({
  ...NOBODY,
  status: refused.status,
  version: null,
  view: async () => ({ name: 'problem', problem: (await refused.json()) as Problem }),
})

/** Those of these users who are there. */
const peopleOf = async (ids: readonly number[], ask: Ask): Promise<readonly Author[]> => {
  const answers = await Promise.all([...new Set(ids)].map((id) => ask(`/user/${id}`)))
  const found = answers.filter(({ status }) => status === 200)
  return Promise.all(found.map(async ({ json }) => authorOf((await json()) as User)))
}

/** Asks the API for all that a page is made of, side by side. */
export const load = async (
  route: PageRoute,
  { ask, isNobody }: { readonly ask: Ask; readonly isNobody: boolean },
): Promise<Loaded> => {
  const names = Object.keys(route.reads)
  const [{ viewer, cookies }, ...answers] = await Promise.all([
    isNobody ? NOBODY : viewerOf(ask),
    ...names.map((name) => ask(route.reads[name]!)),
  ])
  const refused = answers.find(({ status }) => status >= 400)
  if (refused !== undefined) return { ...problemOf(refused), viewer, cookies }
  const view = async (): Promise<View> => {
    const bodies = await Promise.all(answers.map((answer) => answer.json()))
    const read = Object.fromEntries(names.map((name, at) => [name, bodies[at]]))
    const people = route.people === undefined ? {} : { people: await peopleOf(route.people(read), ask) }
    return { name: route.view, ...route.given, ...read, ...people } as unknown as View
  }
  return { status: 200, viewer, cookies, version: versionOf(answers), view }
}
