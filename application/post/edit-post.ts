import { err, ok, safeTry } from 'neverthrow'
import { describeAnew, type DescriptionForm, type NotThePostAuthor, onlyThePostAuthor } from '#domain/post/post.ts'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { PostId, UserId } from '#domain/shared/id.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { UnitOfWorkOn } from '../shared/unit-of-work.ts'
import { type PostNotFound, postNotFound } from '../shared/post-not-found.ts'

/** Somebody changes this post. */
export type EditPost = { readonly id: PostId; readonly editor: UserId; readonly form: DescriptionForm }

/** Changes the fields that were sent; its track stays what others answered. */
export const editPost =
  (asks: { readonly unitOfWork: UnitOfWorkOn<'posts'> }) =>
  ({ id, editor, form }: EditPost): Outcome<void, PostNotFound | NotThePostAuthor | InvalidFields> =>
    asks.unitOfWork.run(({ posts }) =>
      safeTry(async function* () {
        const post = yield* posts.byId(id)
        if (post === null) return err(postNotFound(id))
        yield* posts.save(yield* describeAnew(yield* onlyThePostAuthor(post, editor), form))
        return ok()
      }),
    )
