import { err, ok, type Result } from 'neverthrow'
import { type Fault, invalidFields, type InvalidFields } from '../shared/fields.ts'
import { type CommentId, type PostId, type UserId } from '../shared/id.ts'
import { checkRules, type Rule } from '../shared/rules.ts'
import type { Mix } from './mix.ts'
import { commentsIn, type Recipe } from './recipe.ts'
import type { NotThePostAuthor, Post } from '../post/post.ts'

/** The most comments in one mix. */
export const MAX_STEMS = 32

/** These ids are not comments of this post. */
export type NotCommentsOfThePost = {
  readonly type: 'NotCommentsOfThePost'
  readonly postId: PostId
  readonly ids: readonly number[]
}
/** These comments were chosen more than once. */
export type StemRepeated = { readonly type: 'StemRepeated'; readonly ids: readonly CommentId[] }
/** More comments were chosen than one mix holds. */
export type TooManyStems = { readonly type: 'TooManyStems'; readonly maximum: number; readonly given: number }

/** Which rule a recipe for a post breaks. */
export type RecipeRefusal = NotCommentsOfThePost | StemRepeated | TooManyStems

/** Which rule a request for a mix breaks. */
export type MixRefusal = NotThePostAuthor | RecipeRefusal

/** A recipe for a post. */
export type RecipeForPost = {
  readonly post: Post
  readonly recipe: Recipe
  /** Those of the asked-for comments that answer this post. */
  readonly commentsOfThePost: ReadonlySet<CommentId>
}

/** Somebody asks for a mix. */
export type MixRequest = RecipeForPost & { readonly requester: UserId }

type MixRule = Rule<MixRequest, MixRefusal>
type RecipeRule = Rule<RecipeForPost, RecipeRefusal>

const onlyThePostAuthorMayMix: MixRule = ({ post, requester }) =>
  post.authorId === requester ? null : { type: 'NotThePostAuthor', postId: post.id }

const aMixHasAtMost32Stems: RecipeRule = ({ recipe: { stems } }) =>
  stems.length <= MAX_STEMS ? null : { type: 'TooManyStems', maximum: MAX_STEMS, given: stems.length }

const aStemAppearsOnce: RecipeRule = ({ recipe }) => {
  const stems = commentsIn(recipe)
  const repeated = new Set(stems.filter((stem, at) => stems.indexOf(stem) !== at))
  return repeated.size === 0 ? null : { type: 'StemRepeated', ids: [...repeated] }
}

const everyStemBelongsToThePost: RecipeRule = ({ post, recipe, commentsOfThePost }) => {
  const strangers = commentsIn(recipe).filter((stem) => !commentsOfThePost.has(stem))
  return strangers.length === 0 ? null : { type: 'NotCommentsOfThePost', postId: post.id, ids: strangers }
}

/** The rules of a recipe, whoever asks for it, in the order in which they are checked. */
export const RECIPE_RULES: readonly RecipeRule[] = [aMixHasAtMost32Stems, aStemAppearsOnce, everyStemBelongsToThePost]

/** The rules of a mix, in the order in which they are checked. */
export const MIX_RULES: readonly MixRule[] = [onlyThePostAuthorMayMix, ...RECIPE_RULES]

/**
 * Which revision of a mix somebody has seen who wants to replace it: its number, 0 for a post that was never mixed, or `*`
 * for any that there is.
 */
export type ExpectedRevision = number | '*'

/** Somebody else has changed the mix meanwhile. `current` is its revision now, 0 if there is none. */
export type RevisionMismatch = {
  readonly type: 'RevisionMismatch'
  readonly postId: PostId
  readonly expected: ExpectedRevision
  readonly current: number
}

/** Rule: who says which revision they have seen does not overwrite another one. `null` says nothing. */
export const expectRevision = (
  postId: PostId,
  current: Pick<Mix, 'revision'> | null,
  expected: ExpectedRevision | null,
): Result<void, RevisionMismatch> => {
  const revision = current?.revision ?? 0
  return expected === null || expected === revision || (expected === '*' && revision > 0)
    ? ok()
    : err({ type: 'RevisionMismatch', postId, expected, current: revision })
}

/** The request, if it breaks none of {@link MIX_RULES}. */
export const mayBeMixed = (request: MixRequest): Result<MixRequest, MixRefusal> => checkRules(request, MIX_RULES)

/** The comment of an id or its digits: any positive whole number, because whether there is such a comment is up to the rules. */
export const commentOf = (word: unknown): CommentId | null => {
  const number = typeof word === 'string' && /^\d{1,15}$/.test(word.trim()) ? Number(word) : word
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 1 ? (number as CommentId) : null
}

const refuse = (fault: Fault) => err(invalidFields({ ...fault, field: 'stems' }))

/** A form can carry a list only as text, in brackets, with or without quotes around the ids. */
const wordsOf = (text: string): readonly string[] => {
  const inside = /^\s*\[([^[\]]*)\]\s*$/.exec(text)?.[1]
  return inside === undefined ? text.split(',') : inside.split(',').map((word) => word.replace(/^\s*"(\d+)"\s*$/, '$1'))
}

/** Ids of comments: joined with commas, or a list of numbers or digits. */
export type Stems = string | readonly (number | string)[]

/** `"1, 2"`, `"1 ,2 ,"`, `[1, 2]`, `["1", "2"]` and each list as text are comments 1 and 2; `""` and `[]` are none. */
export const parseStems = (raw: unknown): Result<readonly CommentId[], InvalidFields> => {
  if (raw === undefined || raw === null) return refuse({ code: 'REQUIRED' })
  const items: readonly unknown[] = Array.isArray(raw) ? raw : [raw]
  const words: readonly unknown[] = items.flatMap((item): readonly unknown[] =>
    typeof item === 'string' ? wordsOf(item) : [item],
  )
  const ids: CommentId[] = []
  for (const word of words) {
    if (typeof word === 'string' && word.trim() === '') continue
    const id = commentOf(word)
    if (id === null) return refuse({ code: 'MALFORMED', expected: 'ids of comments, joined with commas' })
    ids.push(id)
  }
  return ok(ids)
}
