import { err, ok, type Result } from 'neverthrow'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { CommentId } from '#domain/shared/id.ts'
import type { Stem } from '#domain/track/track.ts'
import type { PostView } from '../post/post-view.ts'
import { readyStem, type TrackFailed, type TrackProcessing } from '../track/ready-stem.ts'
import type { MixStems } from './gather-stems.ts'

/** The stems of the recipe as a screen shows them; nothing is ingested for it. A comment that is gone counts as unfinished. */
export const stemsOfView = (post: PostView, { stems }: Recipe): Result<MixStems, TrackProcessing | TrackFailed> => {
  const author = readyStem(post.ingest)
  if (author.isErr()) return err(author.error)
  const shown = new Map(post.comments.map(({ id, ingest }) => [id, ingest]))
  const comments = new Map<CommentId, Stem>()
  for (const { comment } of stems) {
    const stem = readyStem(shown.get(comment) ?? { status: 'processing' })
    if (stem.isErr()) return err(stem.error)
    comments.set(comment, stem.value)
  }
  return ok({ author: author.value, comments })
}
