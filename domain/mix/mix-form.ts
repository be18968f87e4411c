import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, invalidFields, type Parsed } from '../shared/fields.ts'
import { parseId } from '../shared/id.ts'
import { type ExpectedRevision, parseStems, type Stems } from './mix-policy.ts'
import { parseRecipe, type RecipeForm } from './recipe-form.ts'
import { defaultRecipe, type Recipe } from './recipe.ts'

/** What to mix, before it is checked: a whole recipe, or only which comments, as they were recorded. Not both. */
export type MixForm =
  | { readonly recipe: RecipeForm; readonly stems?: undefined }
  | { readonly stems: Stems; readonly recipe?: undefined }

/** The recipe of a {@link MixForm}, or what is wrong with it: fields are `stems`, and `recipe` and what is below it. */
export const parseMixForm = ({ recipe, stems }: MixForm): Result<Recipe, InvalidFields> => {
  if (recipe === undefined) return parseStems(stems).map(defaultRecipe)
  return stems === undefined
    ? parseRecipe(recipe)
    : err(invalidFields({ field: 'stems', code: 'MALFORMED', expected: 'left out beside a recipe' }))
}

/** Parses an {@link ExpectedRevision}; nothing or `null` expects none in particular. */
export const parseExpectedRevision = (raw: unknown): Parsed<ExpectedRevision | null> => {
  if (raw === undefined || raw === null) return ok(null)
  return raw === '*' || (typeof raw === 'number' && Number.isSafeInteger(raw) && raw >= 0)
    ? ok(raw)
    : err({ code: 'MALFORMED', expected: 'the revision of the mix in quotes, or *' })
}

/** Parses the number of a revision, or its digits. */
export const parseRevision = (raw: unknown): Parsed<number> =>
  raw === undefined || raw === null || raw === '' ? err({ code: 'REQUIRED' }) : parseId<'Revision'>(raw)
