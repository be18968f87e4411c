import { err, ok, safeTry } from 'neverthrow'
import type { Mix } from '#domain/mix/mix.ts'
import { creditsOf } from '#domain/mix/mix-revision.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import type { PostQueries } from '../post/ports.ts'
import type { PostView } from '../post/post-view.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { MasterTags } from '../track/audio.ts'
import type { BlobStore } from '../track/staging-and-blob-store.ts'

/** What the tags of a master need. */
export type MasterTagsDependencies = { readonly postQueries: PostQueries; readonly blobs: BlobStore }

/** The names of who is heard in the mix. */
const artistsOf = (recipe: Recipe, post: PostView): readonly string[] => {
  const names = new Map([post, ...post.comments].map(({ author: { id, nickname } }) => [id, nickname]))
  const authors = new Map(post.comments.map(({ id, author }) => [id, author.id]))
  return creditsOf(recipe, post.author.id, authors).flatMap((id) => names.get(id) ?? [])
}

/** The picture, held whole: it is one of ours, 750 × 750. */
const coverOf = (deps: Pick<MasterTagsDependencies, 'blobs'>, { image }: PostView): Outcome<Uint8Array | null> =>
  safeTry(async function* () {
    const blob = image === null ? null : yield* deps.blobs.read(image)
    if (blob === null) return ok(null)
    const cover = new Uint8Array(blob.size)
    let at = 0
    for await (const chunk of blob.bytes) {
      if (chunk.isErr()) return err(chunk.error)
      cover.set(chunk.value.subarray(0, cover.length - at), at)
      at += chunk.value.length
    }
    return ok(cover)
  })

/** Title, contributors and picture of a master of the post. */
export const tagsOf = (
  deps: Pick<MasterTagsDependencies, 'blobs'>,
  post: PostView,
  recipe: Recipe,
): Outcome<MasterTags> =>
  coverOf(deps, post).map((cover) => ({ title: post.title, artists: artistsOf(recipe, post), cover }))

/** Title, contributors and picture of a master; none of a post that was deleted meanwhile. */
export const masterTags = (
  deps: MasterTagsDependencies,
  mix: Pick<Mix, 'postId' | 'recipe'>,
): Outcome<{ readonly tags?: MasterTags }> =>
  safeTry(async function* () {
    const post = yield* deps.postQueries.byId(mix.postId)
    if (post === null) return ok({})
    return ok({ tags: yield* tagsOf(deps, post, mix.recipe) })
  })
