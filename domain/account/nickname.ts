import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import { parseLine } from '../shared/text.ts'

/** The name others see: one line of 1 … 30 characters in any script. */
export type Nickname = Brand<string, 'Nickname'>

/** In code points. */
export const LONGEST_NICKNAME = 30

/** The name as it will be shown. */
export const parseNickname = (raw: unknown): Parsed<Nickname> =>
  parseLine(raw, LONGEST_NICKNAME).map((line) => line as Nickname)

/**
 * Two nicknames with one key are one name to the eye: compatibility forms, case and characters that nobody sees do not
 * tell them apart. Near to Unicode's NFKC_Casefold.
 */
export const nicknameKey = (nickname: Nickname): string =>
  nickname
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
