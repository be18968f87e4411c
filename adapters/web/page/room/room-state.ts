import { computed, effect, signal } from '@preact/signals'
import type { Mix, Post, Proposal, Revision } from '#adapters/client/soundhub.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import { api, asked, type Refused } from '../api.ts'
import { newPlayer } from '../player/player.ts'
import type { Range, StemToPlay } from '../player/protocol.ts'
import { isSame, onTheWire, recipeOfPost } from './edit-recipe.ts'
import { newHistory } from './history.ts'
import { followMix } from './mix-progress.ts'
import { auditionOf, lengthOf, type Rendered } from './program.ts'
import { tracksOf } from './tracks.ts'
import { unsavedRecipe } from './unsaved-recipe.ts'

/** What the room works with: the recipe that is edited, what is played of it, and how saving it goes. */
export const newRoom = (post: Post, mediaAt: (path: string) => string) => {
  const tracks = tracksOf(post)
  const saved = signal<{ readonly mix: Mix | null; readonly recipe: Recipe }>({
    mix: post.mix,
    recipe: recipeOfPost(post),
  })
  const kept = unsavedRecipe(post.id)
  const recipe = newHistory(saved.value.recipe)
  const player = newPlayer()
  const loop = signal<Range | null>(null)
  /** What is heard beside the mix: takes. */
  const beside = signal<readonly StemToPlay[]>([])
  const refused = signal<Refused | null>(null)
  /** Another recipe that is listened to in the place of the edited one. */
  const compared = signal<Recipe | null>(null)
  /** The proposal that is, or was last, compared. */
  const comparedId = signal<number | null>(null)
  const compare = (other: { readonly id: number; readonly recipe: Recipe } | null): void => {
    compared.value = other?.recipe ?? null
    if (other !== null) comparedId.value = other.id
  }
  /** Read once the page is there, since nobody waits for them. */
  const proposals = signal<readonly Proposal[]>([])
  const revisions = signal<readonly Revision[]>([])
  const known = computed<readonly Rendered[]>(() => [
    ...(saved.value.mix === null ? [] : [saved.value.mix]),
    ...revisions.value,
    ...proposals.value,
  ])
  const audition = computed(() => auditionOf(compared.value ?? recipe.value.value, tracks, known.value, mediaAt))
  const isChanged = computed(() => !isSame(recipe.value.value, saved.value.recipe))
  const length = computed(() => lengthOf(recipe.value.value, tracks))

  /** Begins what only a browser can do. Gives back what ends it. */
  const start = (): (() => void) => {
    void readLists()
    const unsaved = kept.read()
    if (unsaved !== null && !isSame(unsaved, recipe.value.value)) recipe.change(unsaved)
    const ends: (() => void)[] = [
      effect(() => {
        const { stems, setting } = audition.value.program
        player.setProgram({ stems: [...stems, ...beside.value], setting })
      }),
      effect(() => player.setLoop(loop.value)),
      effect(() => (isChanged.value ? kept.write(recipe.value.value) : kept.remove())),
    ]
    if (saved.value.mix !== null && !['done', 'failed'].includes(saved.value.mix.status)) ends.push(follow())
    return () => {
      for (const end of ends) end()
      player.close()
    }
  }

  const master = signal(post.master_track)

  const readMaster = async (): Promise<void> => {
    const answer = await asked(api.posts.getPostById(post.id))
    if (answer.ok) master.value = answer.value.master_track
  }

  const readLists = async (): Promise<void> => {
    const [proposed, rendered] = await Promise.all([
      asked(api.mixes.getPostByIdProposals(post.id)),
      asked(api.mixes.getPostByIdMixes(post.id)),
    ])
    if (proposed.ok) proposals.value = proposed.value.results
    if (rendered.ok) revisions.value = rendered.value.results
  }

  const follow = (): (() => void) =>
    followMix(post.id, (mix) => {
      saved.value = { ...saved.value, mix }
      if (mix.status !== 'done') return
      void readMaster()
      void readLists()
    })

  /** Saves the edited recipe as the mix, unless somebody has done so meanwhile. */
  const save = async (): Promise<void> => {
    const wanted = recipe.value.value
    const headers = { 'If-Match': `"${saved.value.mix?.revision ?? 0}"` }
    const answer = await asked(api.mixes.patchPostByIdMix(post.id, onTheWire(wanted) as never, { headers }))
    refused.value = answer.ok ? null : answer.refused
    if (!answer.ok) {
      // Another tab may have put its own in this one's place, and whoever reloads or logs in again finds it here.
      kept.write(recipe.value.value)
      return
    }
    saved.value = { mix: answer.value.mix, recipe: wanted }
    kept.remove()
    follow()
  }

  /** Proposes the edited recipe to the post's author. */
  const propose = async (): Promise<boolean> => {
    const answer = await asked(api.mixes.postPostByIdMixes(post.id, onTheWire(recipe.value.value) as never))
    refused.value = answer.ok ? null : answer.refused
    return answer.ok
  }

  return {
    post,
    tracks,
    recipe,
    saved,
    isChanged,
    length,
    player,
    loop,
    master,
    proposals,
    revisions,
    beside,
    compared,
    comparedId,
    compare,
    audition,
    refused,
    start,
    save,
    propose,
  }
}

export type Room = ReturnType<typeof newRoom>
