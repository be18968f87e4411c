import { err, ok } from 'neverthrow'
import type { Brand } from '../shared/brand.ts'
import type { Parsed } from '../shared/fields.ts'
import { foldText, parseLine } from '../shared/text.ts'
import { skeletonOf } from './nickname-skeleton.ts'
import { isReserved } from './reserved-nicknames.ts'

/** The name others see: one line of 1 … 30 characters in any script, none of them invisible. */
export type Nickname = Brand<string, 'Nickname'>

/** In code points. */
export const MAX_NICKNAME_LENGTH = 30

const PICTURE = String.raw`\p{Extended_Pictographic}[\ufe0f\p{Emoji_Modifier}]*`
/** Invisible characters with a visible effect: they join emoji, turn a digit into a keycap, or form a region's flag. */
const EMOJI = String.raw`\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}|[0-9#*]\ufe0f\u20e3|${PICTURE}(?:\u200d${PICTURE})*`
/** Scripts whose letters change beside a joiner; without it, Persian and Sinhala words are misspelled. */
const JOINING =
  'Arabic Syriac Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala Myanmar Khmer'
    .split(' ')
    .map((script) => String.raw`\p{Script=${script}}`)
    .join('')
const JOINER = String.raw`(?<=[${JOINING}])[\u200c\u200d](?=[${JOINING}])`
const SEEN_OR_INVISIBLE = new RegExp(String.raw`(${EMOJI}|${JOINER})|\p{Default_Ignorable_Code_Point}`, 'gu')

const withoutInvisibles = (raw: string): string => raw.replace(SEEN_OR_INVISIBLE, '$1')

/**
 * Parses a nickname, reserved ones included, which staff may have. Invisible characters are removed, except those that
 * join emoji and letters.
 */
export const parseStaffNickname = (raw: unknown): Parsed<Nickname> =>
  parseLine(typeof raw === 'string' ? withoutInvisibles(raw) : raw, MAX_NICKNAME_LENGTH).map((line) => line as Nickname)

/** Parses a nickname and refuses reserved ones. */
export const parseNickname = (raw: unknown): Parsed<Nickname> =>
  parseStaffNickname(raw).andThen((name) => (isReserved(name) ? err({ code: 'NICKNAME_RESERVED' } as const) : ok(name)))

/** The key nicknames are sorted and searched by; see {@link foldText}. */
export const nicknameKey = (nickname: Nickname): string => foldText(nickname)

/** Two nicknames with one skeleton look alike; see {@link skeletonOf}. */
export const nicknameSkeleton = (nickname: Nickname): string => skeletonOf(nickname)
