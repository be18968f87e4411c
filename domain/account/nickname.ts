import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import { foldText, parseLine } from '../shared/text.ts'

/** The name others see: one line of 1 … 30 characters in any script. */
export type Nickname = Brand<string, 'Nickname'>

/** In code points. */
export const MAX_NICKNAME_LENGTH = 30

/** The name as it will be shown. */
export const parseNickname = (raw: unknown): Parsed<Nickname> =>
  parseLine(raw, MAX_NICKNAME_LENGTH).map((line) => line as Nickname)

/** Two nicknames with one key are one name to the eye; see {@link foldText}. */
export const nicknameKey = (nickname: Nickname): string => foldText(nickname)
