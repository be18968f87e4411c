import type { StemSettingsForm } from '#domain/mix/recipe-form.ts'
import { SAMPLES_PER_MS } from '#domain/mix/recipe.ts'

/** `file:gain=-3,mute`, taken apart. */
export type StemArgument = { readonly file: string; readonly form: StemSettingsForm }

/** The settings by their names on the command line, and their names in a recipe. */
export const SETTING_NAMES = {
  gain: 'gainDb',
  pan: 'pan',
  offset: 'offsetMs',
  mute: 'mute',
  solo: 'solo',
} as const satisfies Record<string, keyof StemSettingsForm>

type SettingName = keyof typeof SETTING_NAMES

const MILLISECONDS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1000, samples: 1 / SAMPLES_PER_MS }

/** A text that is no number stays as it is, for the recipe to refuse. */
const offsetOf = (text: string): number | string => {
  const [number, unit] = /^([+-]?\d+(?:\.\d+)?) ?(ms|s|samples)?$/.exec(text)?.slice(1) ?? []
  return number === undefined ? text : Number(number) * MILLISECONDS[unit ?? '']!
}

const VALUES: Readonly<Record<SettingName, (text: string) => number | string>> = {
  gain: (text) => text.replace(/ ?dB$/i, ''),
  pan: (text) => text,
  offset: offsetOf,
  mute: (text) => text,
  solo: (text) => text,
}

const PIECE = /^(gain|pan|offset|mute|solo)(?:=(.*))?$/s

const settingIn = (piece: string): readonly [string, number | string] | null => {
  const [name, value] = (PIECE.exec(piece.trim())?.slice(1) ?? []) as [SettingName?, string?]
  if (name === undefined) return null
  const isSwitch = name === 'mute' || name === 'solo'
  return [SETTING_NAMES[name], VALUES[name](value ?? (isSwitch ? 'true' : ''))]
}

/**
 * Takes `file[:settings]` apart. What follows the last colon is settings if each of its pieces has the name of one; whatever
 * else it is, it belongs to the name of the file. A name that ends like settings gets one more colon.
 */
export const stemArgument = (argument: string): StemArgument => {
  const colon = argument.lastIndexOf(':')
  const tail = argument.slice(colon + 1)
  if (colon <= 0) return { file: argument, form: {} }
  if (tail === '') return { file: argument.slice(0, colon), form: {} }
  const settings = tail.split(',').map(settingIn)
  if (settings.includes(null)) return { file: argument, form: {} }
  return {
    file: argument.slice(0, colon),
    form: Object.fromEntries(settings.filter((setting) => setting !== null)),
  }
}
