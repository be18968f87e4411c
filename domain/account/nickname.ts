import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import { keyOfText, parseLine } from '../shared/text.ts'

/** The name others see: one line of 1 … 30 characters in any script. */
export type Nickname = Brand<string, 'Nickname'>

/** In code points. */
export const LONGEST_NICKNAME = 30

/** The name as it will be shown. */
export const parseNickname = (raw: unknown): Parsed<Nickname> =>
  parseLine(raw, LONGEST_NICKNAME).map((line) => line as Nickname)

/** Two nicknames with one key are one name to the eye; see {@link keyOfText}. */
export const nicknameKey = (nickname: Nickname): string => keyOfText(nickname)
