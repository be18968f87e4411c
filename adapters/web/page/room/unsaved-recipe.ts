import type { Recipe } from '#domain/mix/recipe.ts'
import { onTheWire, recipeFrom } from './edit-recipe.ts'

/** Where a recipe that was not saved waits: a session that ends, a reload or a closed tab does not lose it. */
export const unsavedRecipe = (postId: number) => {
  const key = `recipe-of-post-${postId}`
  const read = (): Recipe | null => {
    try {
      const text = localStorage.getItem(key)
      return text === null ? null : recipeFrom(JSON.parse(text))
    } catch {
      return null
    }
  }
  const write = (recipe: Recipe): void => {
    try {
      localStorage.setItem(key, JSON.stringify(onTheWire(recipe)))
    } catch {
      // A browser without room or permission: then only this tab has it.
    }
  }
  const remove = (): void => {
    try {
      localStorage.removeItem(key)
    } catch {
      // As above.
    }
  }
  return { read, write, remove }
}
