import type { Recipe } from '#domain/mix/recipe.ts'
import { onTheWire, recipeFrom } from './edit-recipe.ts'

/** Where a recipe that was not saved waits: a session that ends, a reload or a closed tab does not lose it. */
export const unsavedRecipe = (postId: number) => {
  const key = `recipe-of-post-${postId}`
  /** What this tab wrote or read last. */
  let own: string | null = null
  const read = (): Recipe | null => {
    try {
      const text = localStorage.getItem(key)
      own = text
      return text === null ? null : recipeFrom(JSON.parse(text))
    } catch {
      return null
    }
  }
  const write = (recipe: Recipe): void => {
    try {
      own = JSON.stringify(onTheWire(recipe))
      localStorage.setItem(key, own)
    } catch {
      // A browser without room or permission: then only this tab has it.
    }
  }
  /** Removes what this tab wrote; what another one has changed there meanwhile stays. */
  const remove = (): void => {
    try {
      if (localStorage.getItem(key) === own) localStorage.removeItem(key)
    } catch {
      // As above.
    }
  }
  return { read, write, remove }
}
