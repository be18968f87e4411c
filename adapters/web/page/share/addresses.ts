import type { PageState } from '../../contract.ts'
import { mediaAt } from '../media-at.ts'

type Place = Pick<PageState, 'publicUrl' | 'mediaUrl'>

/** A path of this server as an address that can be given away. */
export const absolute = ({ publicUrl }: Pick<Place, 'publicUrl'>, path: string): string =>
  `${publicUrl.replace(/\/+$/, '')}${path}`

/** The address of a media path that can be given away; media may be on another host. */
export const mediaAddress = (place: Place, path: string): string => new URL(mediaAt(place, path), place.publicUrl).href

/** Where a waveform is drawn, by the media path of its peaks. */
export const waveformPath = (waveform: string): string => `/waveform/${waveform}.svg`

/** Where the feed of new songs is: of all, of a musician or of a genre. */
export const feedPath = (of?: { readonly user: number } | { readonly genre: string }): string => {
  if (of === undefined) return '/feeds.rss'
  return 'user' in of ? `/feeds/user/${of.user}.rss` : `/feeds/genre/${encodeURIComponent(of.genre)}.rss`
}

/** Where one logs in, and comes back from. */
export const logInPath = (back: string): string => `/login?next=${encodeURIComponent(back)}`

/** The cursor in the address of a list's next page. */
export const cursorIn = (next: string | null): string | null =>
  next === null ? null : new URL(next, 'http://localhost').searchParams.get('cursor')

/** The size of an embedded player, in CSS pixels. */
export const EMBED_SIZE = { width: 600, height: 200 } as const
