import { computed, effect, signal } from '@preact/signals'
import type { Mix, Post, Proposal, Revision } from '#adapters/client/soundhub.ts'
import type { Recipe } from '#domain/mix/recipe.ts'
import { api, type Asked, asked } from '../api.ts'
import { newPlayer } from '../player/player.ts'
import type { Range, StemToPlay } from '../player/protocol.ts'
import { isSame, onTheWire, recipeFrom, recipeOfPost } from './edit-recipe.ts'
import { newHistory } from './history.ts'
import { followMix, isOver } from './mix-progress.ts'
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
  /** Another recipe that is listened to in the place of the edited one. */
  const compared = signal<Recipe | null>(null)
  /** The proposal that is, or was last, compared. */
  const comparedId = signal<number | null>(null)
  const compare = (other: { readonly id: number; readonly recipe: Recipe } | null): void => {
    compared.value = other?.recipe ?? null
    if (other !== null) comparedId.value = other.id
  }
  const isPlaying = computed(() => player.state.value === 'playing' || player.state.value === 'waiting')
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
    if (saved.value.mix !== null && !isOver(saved.value.mix)) follow()
    return () => {
      for (const end of ends) end()
      unfollow?.()
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

  let unfollow: (() => void) | null = null

  const follow = (): void => {
    unfollow?.()
    unfollow = followMix(post.id, (mix) => {
      saved.value = { ...saved.value, mix }
      if (mix.status !== 'done') return
      void readMaster()
      void readLists()
    })
  }

  /** Saves the edited recipe as the mix, unless somebody has done so meanwhile. */
  const save = async (): Promise<Asked<unknown>> => {
    const wanted = recipe.value.value
    const headers = { 'If-Match': `"${saved.value.mix?.revision ?? 0}"` }
    const answer = await asked(api.mixes.patchPostByIdMix(post.id, onTheWire(wanted) as never, { headers }))
    if (answer.ok) {
      saved.value = { mix: answer.value.mix, recipe: wanted }
      follow()
    } else {
      // Another tab may have put its own in this one's place, and whoever reloads or logs in again finds it here.
      kept.write(recipe.value.value)
    }
    return answer
  }

  /** Proposes the edited recipe to the post's author. */
  const propose = (): Promise<Asked<unknown>> =>
    asked(api.mixes.postPostByIdMixes(post.id, onTheWire(recipe.value.value) as never))

  /** Plays or pauses; at its end the song begins again. */
  const togglePlay = (): void => {
    const { position } = player
    if (isPlaying.value) player.pause()
    else void player.play(position.value >= length.value ? 0 : position.value)
  }

  /** Compares with the proposal that was compared last, or the first one that waits; or no longer compares. */
  const toggleCompare = (): void => {
    if (compared.value !== null) return compare(null)
    const next =
      proposals.value.find(({ id }) => id === comparedId.value) ??
      proposals.value.find(({ status, withdrawn }) => status === 'waiting' && !withdrawn)
    if (next !== undefined) compare({ id: next.id, recipe: recipeFrom(next.recipe) })
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
    toggleCompare,
    isPlaying,
    togglePlay,
    audition,
    start,
    save,
    propose,
  }
}

export type Room = ReturnType<typeof newRoom>
