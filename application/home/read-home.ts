import { ok } from 'neverthrow'
import type { InvalidFields } from '#domain/shared/fields.ts'
import { parseForm } from '#domain/shared/fields.ts'
import type { UserId } from '#domain/shared/id.ts'
import { parseGenre, parseInstrument } from '#domain/track/vocabulary.ts'
import { seenBy, type SeenUser, type UserView } from '../account/user-view.ts'
import { onceFor } from '../shared/once-for.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { HomeQueries, HomeView, HomeWord, WordHomeView } from './ports.ts'

type Asks = { readonly homeQueries: HomeQueries }

type SeenHome<View extends HomeView> = Omit<View, 'popularUsers'> & { readonly popularUsers: readonly SeenUser[] }

const seenAs = <View extends HomeView>(viewer: UserId | null, home: View): SeenHome<View> => ({
  ...home,
  popularUsers: home.popularUsers.map((user: UserView) => seenBy(viewer, user)),
})

const seenByMost = onceFor((home: HomeView) => seenAs(null, home))

/** The few who are on it themselves see their own address; to all others it is the same object. */
const seen = <View extends HomeView>(viewer: UserId | null, home: View): SeenHome<View> =>
  home.popularUsers.some(({ id }) => id === viewer) ? seenAs(viewer, home) : (seenByMost(home) as SeenHome<View>)

/** The first page anybody sees, as `viewer` may see it. */
export const readHome =
  (asks: Asks) =>
  (viewer: UserId | null): Outcome<HomeView<SeenUser>> =>
    asks.homeQueries.home().andThen((home) => ok(seen(viewer, home)))

const ofWord = (asks: Asks, word: HomeWord, viewer: UserId | null): Outcome<WordHomeView<SeenUser>> =>
  asks.homeQueries.ofWord(word).andThen((home) => ok(seen(viewer, home)))

/** The home page of one genre, named in whatever case; any other word is refused with the genres there are. */
export const readHomeOfGenre =
  (asks: Asks) =>
  (genre: string, viewer: UserId | null): Outcome<WordHomeView<SeenUser>, InvalidFields> =>
    parseForm({ genre: parseGenre(genre) }).asyncAndThen(({ genre: word }) =>
      ofWord(asks, { kind: 'genre', word }, viewer),
    )

/** Likewise of one instrument. */
export const readHomeOfInstrument =
  (asks: Asks) =>
  (instrument: string, viewer: UserId | null): Outcome<WordHomeView<SeenUser>, InvalidFields> =>
    parseForm({ instrument: parseInstrument(instrument) }).asyncAndThen(({ instrument: word }) =>
      ofWord(asks, { kind: 'instrument', word }, viewer),
    )
