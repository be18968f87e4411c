import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import { parseLine } from '../shared/text.ts'

/** The name others see: one line of 1 … 30 characters in any script. */
export type Nickname = Brand<string, 'Nickname'>

export const LONGEST_NICKNAME = 30

export const parseNickname = (raw: unknown): Parsed<Nickname> =>
  parseLine(raw, LONGEST_NICKNAME).map((line) => line as Nickname)

/** Two nicknames with one key are one name to the eye: compatibility forms and case do not tell them apart. */
export const nicknameKey = (nickname: Nickname): string => nickname.normalize('NFKC').toLowerCase().normalize('NFKC')
