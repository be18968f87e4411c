import { ok } from 'neverthrow'
import { type InvalidFields, parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import { parseGenre, parseInstrument } from '#domain/track/vocabulary.ts'
import { visibleTo, type VisibleUser, type UserView } from '../account/user-view.ts'
import { memoize } from '../shared/memoize.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { HomeQueries, HomeView, HomeWord, WordHomeView } from './ports.ts'

type Dependencies = { readonly homeQueries: HomeQueries }

type VisibleHome<View extends HomeView> = Omit<View, 'popularUsers'> & { readonly popularUsers: readonly VisibleUser[] }

const visibleAs = <View extends HomeView>(viewer: UserId | null, home: View): VisibleHome<View> => ({
  ...home,
  popularUsers: home.popularUsers.map((user: UserView) => visibleTo(viewer, user)),
})

const visibleToMost = memoize((home: HomeView) => visibleAs(null, home))

/** Users on the page see their own address; everybody else gets the same object. */
const seen = <View extends HomeView>(viewer: UserId | null, home: View): VisibleHome<View> =>
  home.popularUsers.some(({ id }) => id === viewer)
    ? visibleAs(viewer, home)
    : (visibleToMost(home) as VisibleHome<View>)

/** The home page as `viewer` may see it. */
export const readHome =
  (deps: Dependencies) =>
  (viewer: UserId | null = null): Outcome<HomeView<VisibleUser>> =>
    deps.homeQueries.home().andThen((home) => ok(seen(viewer, home)))

const ofWord = (deps: Dependencies, word: HomeWord, viewer: UserId | null): Outcome<WordHomeView<VisibleUser>> =>
  deps.homeQueries.ofWord(word).andThen((home) => ok(seen(viewer, home)))

/** The home page of one genre, in any case. An unknown genre is refused with a list of the known ones. */
export const readHomeOfGenre =
  (deps: Dependencies) =>
  (genre: string, viewer: UserId | null = null): Outcome<WordHomeView<VisibleUser>, InvalidFields> =>
    parseForm({ genre: parseGenre(genre) }).asyncAndThen(({ genre: word }) =>
      ofWord(deps, { kind: 'genre', word }, viewer),
    )

/** The home page of one instrument. */
export const readHomeOfInstrument =
  (deps: Dependencies) =>
  (instrument: string, viewer: UserId | null = null): Outcome<WordHomeView<VisibleUser>, InvalidFields> =>
    parseForm({ instrument: parseInstrument(instrument) }).asyncAndThen(({ instrument: word }) =>
      ofWord(deps, { kind: 'instrument', word }, viewer),
    )
