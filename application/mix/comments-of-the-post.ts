import { MAX_STEMS } from '#domain/mix/mix-policy.ts'
import { commentsIn, type Recipe } from '#domain/mix/recipe.ts'
import { type CommentId, MAX_ID, type PostId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { Transaction } from '../shared/unit-of-work.ts'

/** Those of a recipe's comments that answer the post, as far as a mix may hold them. */
export const commentsOfThePost = (
  { comments }: Pick<Transaction, 'comments'>,
  postId: PostId,
  recipe: Recipe,
): Outcome<ReadonlySet<CommentId>> => {
  const asked = commentsIn(recipe).filter((stem) => stem <= MAX_ID)
  return comments.ofPost(postId, asked.slice(0, MAX_STEMS)).map((found) => new Set(found.map(({ id }) => id)))
}
