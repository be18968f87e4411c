import type { Language } from '#application/shared/system.ts'
import type { Words } from './mail-words.ts'
import { ENGLISH } from './words-en.ts'
import { KOREAN } from './words-ko.ts'

/** The text of every mail in every language; a missing one does not compile. */
export const WORDS: Readonly<Record<Language, Words>> = { en: ENGLISH, ko: KOREAN }
