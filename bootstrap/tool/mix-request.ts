import { readFile } from 'node:fs/promises'
import { faultSentence } from '#adapters/http/problems/fault-sentences.ts'
import { parseRecipe } from '#domain/mix/recipe-form.ts'
import type { MasterSettings, Recipe, StemSettings } from '#domain/mix/recipe.ts'
import type { FieldFault } from '#domain/shared/fields.ts'
import { failed, misused } from './ending.ts'
import type { Options } from './options.ts'
import { SETTING_NAMES, stemArgument } from './stem-argument.ts'

/** What is to be mixed: which files, how, and to what. */
export type MixRequest = {
  readonly stems: readonly { readonly file: string; readonly settings: StemSettings }[]
  readonly master: MasterSettings
}

type Raw = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The members as the core names them: the server writes `gain_db`. */
const coreNamed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(coreNamed)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      coreNamed(one),
    ]),
  )
}

const masterIn = ({ values }: Options): Raw => {
  const [loudness, ceiling] = [values.get('loudness'), values.get('ceiling')]
  return {
    ...(loudness === undefined ? {} : { loudnessLufs: loudness === 'off' ? null : loudness }),
    ...(ceiling === undefined ? {} : { ceilingDbtp: ceiling }),
  }
}

const OPTIONS: Readonly<Record<string, string>> = {
  'recipe.master.loudnessLufs': '--loudness',
  'recipe.master.ceilingDbtp': '--ceiling',
}

const settingNamed = (name: string | undefined): string =>
  Object.entries(SETTING_NAMES).find(([, member]) => member === name)?.[0] ?? String(name)

/** Where the fault is: a file and its setting, or an option. */
const placeOf = ({ field }: FieldFault, files: readonly string[]): string => {
  const option = OPTIONS[field]
  if (option !== undefined) return option
  const [, of, at, name] = /^recipe\.(?:author|(stems)\.(\d+))\.(\w+)$/.exec(field) ?? []
  return `${files[of === undefined ? 0 : Number(at) + 1] ?? field}: ${settingNamed(name)}`
}

const requestOf = (recipe: Recipe, files: readonly string[]): MixRequest => ({
  stems: files.map((file, at) => ({ file, settings: at === 0 ? recipe.author : recipe.stems[at - 1]! })),
  master: recipe.master,
})

const fromArguments = (options: Options): MixRequest => {
  const given = options.words.map(stemArgument)
  const files = given.map(({ file }) => file)
  const [author, ...others] = given.map(({ form }) => form)
  const stems = others.map((form, at) => ({ comment: at + 1, ...form }))
  return parseRecipe({ author, stems, master: masterIn(options) }).match(
    (recipe) => requestOf(recipe, files),
    ({ faults }) => {
      throw misused(faults.map((fault) => `${placeOf(fault, files)}: ${faultSentence(fault, 'en')}`).join('\n'))
    },
  )
}

const fromFile = async (options: Options, name: string): Promise<MixRequest> => {
  const text = await readFile(name, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw failed(`${name} cannot be read: ${cause.code}.`)
  })
  let raw: unknown
  try {
    raw = coreNamed(JSON.parse(text))
  } catch {
    throw misused(`${name} is no JSON.`)
  }
  const form: unknown = isObject(raw)
    ? { ...raw, master: { ...(isObject(raw['master']) ? raw['master'] : {}), ...masterIn(options) } }
    : raw
  const recipe = parseRecipe(form).match(
    (parsed) => parsed,
    ({ faults }) => {
      throw misused(faults.map((fault) => `${name}: ${fault.field}: ${faultSentence(fault, 'en')}`).join('\n'))
    },
  )
  const settings = options.words.find((word) => Object.keys(stemArgument(word).form).length > 0)
  if (settings !== undefined) throw misused(`${settings}: settings are in ${name}, so the files have none.`)
  const files = options.words.map((word) => stemArgument(word).file)
  const needed = recipe.stems.length + 1
  if (files.length !== needed) throw misused(`${name} mixes ${needed} files, but ${files.length} are given.`)
  return requestOf(recipe, files)
}

/**
 * What the arguments ask for: files with their settings, or with `--recipe` files in its order, the author's track and then
 * the stems in the order of their comments' ids. `--loudness` and `--ceiling` go before those of a recipe.
 */
export const mixRequest = async (options: Options): Promise<MixRequest> => {
  const recipe = options.values.get('recipe')
  return recipe === undefined ? fromArguments(options) : fromFile(options, recipe)
}
