import { hash } from 'node:crypto'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RecipeChange, recipeDifference } from '#domain/mix/recipe-difference.ts'
import { canonicalForm, type RecipeSources } from '#domain/mix/recipe-identity.ts'
import { commentsIn, defaultRecipe, type Gain, type Recipe, recipeOf } from '#domain/mix/recipe.ts'
import type { CommentId } from '#domain/shared/id.ts'
import { recipes } from '#adapters/testing/arbitraries.ts'
import { commentIdOf } from '#adapters/testing/fixtures.ts'

const few = recipes(fc.uniqueArray(fc.integer({ min: 1, max: 5 }).map(commentIdOf)))

const pcmOf = (name: number | string): string => hash('sha256', String(name))
const ALL: RecipeSources = {
  author: pcmOf('author'),
  stems: new Map([1, 2, 3, 4, 5].map((id) => [commentIdOf(id), pcmOf(id)])),
  mixerVersion: '2',
}

const backwards = (value: object): object => Object.fromEntries(Object.entries(value).toReversed())

/** For `JSON.stringify`. */
const inOrderOfNames = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
    : value

describe('the canonical form of a recipe', () => {
  test('is this text, and never another: what was rendered is found by its hash', () => {
    const recipe = defaultRecipe([commentIdOf(2), commentIdOf(1)])
    const sources = { author: 'aa', stems: new Map([1, 2].map((id) => [commentIdOf(id), `b${id}`])), mixerVersion: '2' }
    expect(canonicalForm(recipe, sources)).toBe(
      '{"author":{"gain":0,"mute":false,"offset":0,"pan":0,"pcm":"aa","solo":false},' +
        '"master":{"ceiling":-100,"loudness":-1400},"mixer":"2","stems":[' +
        '{"comment":1,"gain":0,"mute":false,"offset":0,"pan":0,"pcm":"b1","solo":false},' +
        '{"comment":2,"gain":0,"mute":false,"offset":0,"pan":0,"pcm":"b2","solo":false}]}',
    )
  })

  test('does not depend on the order of the stems, nor on that of the members', () => {
    fc.assert(
      fc.property(few, (recipe) => {
        const other = { ...backwards(recipe), author: backwards(recipe.author) } as Recipe
        const shuffled = { ...other, stems: recipe.stems.toReversed().map((stem) => backwards(stem)) } as Recipe
        expect(canonicalForm(shuffled, ALL)).toBe(canonicalForm(recipe, ALL))
      }),
    )
  })

  test('is the same for two recipes exactly if they do not differ', () => {
    fc.assert(
      fc.property(few, few, (one, other) => {
        const same = recipeDifference(one, other).length === 0
        expect(canonicalForm(one, ALL) === canonicalForm(other, ALL)).toBe(same)
      }),
    )
  })

  test('changes with the sound of any track that is in it, and with the mixer', () => {
    const recipe = defaultRecipe([1, 2].map(commentIdOf))
    const forms = [
      ALL,
      { ...ALL, author: pcmOf('another') },
      { ...ALL, stems: new Map([...ALL.stems, [commentIdOf(2), pcmOf('another')]]) },
      { ...ALL, mixerVersion: '3' },
    ].map((sources) => canonicalForm(recipe, sources))
    expect(new Set(forms).size).toBe(4)
    expect(canonicalForm(recipe, { ...ALL, stems: new Map([...ALL.stems].slice(0, 2)) })).toBe(forms[0])
  })

  test('is not known while the sound of a stem is not', () => {
    const recipe = defaultRecipe([1, 2].map(commentIdOf))
    expect(canonicalForm(recipe, { ...ALL, stems: new Map([...ALL.stems].slice(0, 1)) })).toBeNull()
  })

  test('is canonical JSON: its members are in the order of their names', () => {
    fc.assert(
      fc.property(few, (recipe) => {
        const form = canonicalForm(recipe, ALL)!
        expect(JSON.stringify(JSON.parse(form), inOrderOfNames)).toBe(form)
      }),
    )
  })
})

/** The recipe with these changes made to it. */
const apply = (recipe: Recipe, changes: readonly RecipeChange[]): Recipe => {
  const stems = new Map(recipe.stems.map((stem) => [stem.comment, stem]))
  const changed = { author: { ...recipe.author }, master: { ...recipe.master } }
  for (const change of changes) {
    if (change.stem === 'author' || change.stem === 'master')
      Object.assign(changed[change.stem], { [change.field]: change.to })
    else if (change.field !== 'settings')
      stems.set(change.stem, { ...stems.get(change.stem)!, [change.field]: change.to })
    else if (change.to === null) stems.delete(change.stem)
    else stems.set(change.stem, { comment: change.stem, ...change.to })
  }
  return recipeOf({ ...changed, stems: [...stems.values()] })
}

const exchanged = (change: RecipeChange): RecipeChange =>
  ({ ...change, from: change.to, to: change.from }) as RecipeChange

describe('the difference of two recipes', () => {
  test('makes the one of the other', () => {
    fc.assert(
      fc.property(few, few, (from, to) => {
        expect(apply(from, recipeDifference(from, to))).toStrictEqual(to)
      }),
    )
  })

  test('is none from a recipe to itself', () => {
    fc.assert(
      fc.property(few, (recipe) => {
        expect(recipeDifference(recipe, structuredClone(recipe))).toEqual([])
      }),
    )
  })

  test('is the same the other way round, with from and to exchanged', () => {
    fc.assert(
      fc.property(few, few, (from, to) => {
        expect(recipeDifference(to, from)).toEqual(recipeDifference(from, to).map(exchanged))
      }),
    )
  })

  test('names the track, the field and both values, in units of the recipe', () => {
    const from = defaultRecipe([1, 2].map(commentIdOf))
    const to = {
      author: { ...from.author, gain: -300 as Gain },
      stems: [
        { ...from.stems[1]!, solo: true },
        { ...from.stems[0]!, comment: commentIdOf(3) },
      ],
      master: { ...from.master, loudness: null },
    }
    const { comment: _, ...settings } = from.stems[0]!
    expect(recipeDifference(from, to)).toStrictEqual([
      { stem: 'author', field: 'gain', from: 0, to: -300 },
      { stem: 1, field: 'settings', from: settings, to: null },
      { stem: 2, field: 'solo', from: false, to: true },
      { stem: 3, field: 'settings', from: null, to: settings },
      { stem: 'master', field: 'loudness', from: -1400, to: null },
    ])
  })

  test('has a stem once if it came or went', () => {
    fc.assert(
      fc.property(few, few, (from, to) => {
        const [before, after] = [commentsIn(from), commentsIn(to)]
        const came = recipeDifference(from, to).flatMap(({ stem, field }) => (field === 'settings' ? [stem] : []))
        const both = (id: CommentId) => before.includes(id) !== after.includes(id)
        expect(came).toEqual([...new Set([...before, ...after])].filter(both).toSorted((one, other) => one - other))
      }),
    )
  })
})
