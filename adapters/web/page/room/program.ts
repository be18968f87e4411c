import type { Post } from '#adapters/client/soundhub.ts'
import { estimatedSetting } from '#domain/mix/estimated-setting.ts'
import type { LimiterSetting } from '#domain/mix/limiter.ts'
import { HUNDREDTHS, isAuthorsTrack, type Recipe } from '#domain/mix/recipe.ts'
import type { Program, StemToPlay } from '../player/protocol.ts'
import { isSame, recipeFrom, settingsOf } from './edit-recipe.ts'
import type { RoomTrack } from './tracks.ts'

/** What is played of a recipe, and whether its loudness is that of the master or an estimate. */
export type Audition = { readonly program: Program; readonly isExact: boolean }

/** A rendered recipe: the post's mix, a proposal or a revision. */
export type Rendered = {
  readonly recipe: NonNullable<Post['mix']>['recipe']
  readonly limiter: NonNullable<Post['mix']>['limiter']
}

const limiterOf = ({ gain_db: gain, ceiling_dbtp: ceiling }: NonNullable<Rendered['limiter']>): LimiterSetting => ({
  gain: Math.round(gain * HUNDREDTHS),
  ceiling: ceiling === null ? null : Math.round(ceiling * HUNDREDTHS),
})

/** What the server did, or would do, to the sum of these tracks: known where it has rendered the same recipe. */
const settingFor = (
  recipe: Recipe,
  tracks: readonly RoomTrack[],
  rendered: readonly Rendered[],
): { readonly setting: LimiterSetting; readonly isExact: boolean } => {
  if (isAuthorsTrack(recipe)) {
    const isWhole = tracks[0]!.track.headroom === 0
    return { setting: { gain: 0, ceiling: isWhole ? null : recipe.master.ceiling }, isExact: true }
  }
  const known = rendered.find((one) => one.limiter !== null && isSame(recipeFrom(one.recipe), recipe))
  if (known?.limiter) return { setting: limiterOf(known.limiter), isExact: true }
  const measured = tracks.flatMap(({ key, track }) => {
    const settings = settingsOf(recipe, key)
    return settings === null ? [] : [{ ...settings, loudness: track.loudness_lufs }]
  })
  return { setting: estimatedSetting(measured, recipe.master), isExact: false }
}

/** What to play of a recipe. Tracks that are not ready yet are left out. */
export const auditionOf = (
  recipe: Recipe,
  tracks: readonly RoomTrack[],
  rendered: readonly Rendered[],
  mediaAt: (path: string) => string,
): Audition => {
  const stems = tracks.flatMap(({ key, track }): readonly StemToPlay[] => {
    const settings = settingsOf(recipe, key)
    if (settings === null || track.stem === null || track.length_samples === null) return []
    const { gain, pan, offset, mute, solo } = settings
    const file = { url: mediaAt(track.stem), frames: track.length_samples, headroom: track.headroom ?? 0 }
    return [{ key, ...file, gain, pan, offset, mute, solo }]
  })
  const { setting, isExact } = settingFor(recipe, tracks, rendered)
  return { program: { stems, setting }, isExact }
}

/** Length of the song in samples, with tracks that are muted: what the lanes are drawn against. */
export const lengthOf = (recipe: Recipe, tracks: readonly RoomTrack[]): number =>
  tracks.reduce((end, { key, track }) => {
    const settings = settingsOf(recipe, key)
    return Math.max(end, (track.length_samples ?? 0) + Math.max(0, settings?.offset ?? 0))
  }, 1)
