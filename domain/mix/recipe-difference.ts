import type { CommentId } from '../shared/id.ts'
import type { Ceiling, Loudness, MasterSettings, Recipe, RecipeStem, StemSettings } from './recipe.ts'

type FieldChange<Where, Settings> = {
  readonly [Field in keyof Settings]: {
    readonly stem: Where
    readonly field: Field
    readonly from: Settings[Field]
    readonly to: Settings[Field]
  }
}[keyof Settings]

/** A comment was added (`from` is `null`) or taken out (`to` is `null`), with all its settings. */
export type StemChange = {
  readonly stem: CommentId
  readonly field: 'settings'
  readonly from: StemSettings | null
  readonly to: StemSettings | null
}

/** One thing in which two recipes differ, in the units of a recipe. */
export type RecipeChange =
  | FieldChange<'author' | CommentId, StemSettings>
  | FieldChange<'master', { readonly loudness: Loudness | null; readonly ceiling: Ceiling }>
  | StemChange

const SETTINGS = ['gain', 'pan', 'offset', 'mute', 'solo'] as const
const MASTER = ['loudness', 'ceiling'] as const

const settingsOf = (stem: RecipeStem | undefined): StemSettings | null => {
  if (stem === undefined) return null
  const { gain, pan, offset, mute, solo } = stem
  return { gain, pan, offset, mute, solo }
}

const changesOf = (stem: 'author' | CommentId, from: StemSettings, to: StemSettings): readonly RecipeChange[] =>
  SETTINGS.filter((field) => from[field] !== to[field]).map(
    (field) => ({ stem, field, from: from[field], to: to[field] }) as RecipeChange,
  )

const changesOfStem = (
  stem: CommentId,
  from: RecipeStem | undefined,
  to: RecipeStem | undefined,
): readonly RecipeChange[] => {
  if (from !== undefined && to !== undefined) return changesOf(stem, from, to)
  return [{ stem, field: 'settings', from: settingsOf(from), to: settingsOf(to) }]
}

const changesOfMaster = (from: MasterSettings, to: MasterSettings): readonly RecipeChange[] =>
  MASTER.filter((field) => from[field] !== to[field]).map(
    (field) => ({ stem: 'master', field, from: from[field], to: to[field] }) as RecipeChange,
  )

const byComment = ({ stems }: Recipe): ReadonlyMap<CommentId, RecipeStem> =>
  new Map(stems.map((stem) => [stem.comment, stem]))

/**
 * What changed from one recipe to the other: the author's track first, then the stems by their comments' ids, then the
 * master. Nothing if they say the same; the other way round each change is the same with `from` and `to` exchanged.
 */
export const recipeDifference = (from: Recipe, to: Recipe): readonly RecipeChange[] => {
  const [before, after] = [byComment(from), byComment(to)]
  const comments = [...new Set([...before.keys(), ...after.keys()])].toSorted((one, other) => one - other)
  return [
    ...changesOf('author', from.author, to.author),
    ...comments.flatMap((comment) => changesOfStem(comment, before.get(comment), after.get(comment))),
    ...changesOfMaster(from.master, to.master),
  ]
}
