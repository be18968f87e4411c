import { en } from './en.ts'
import { ko } from './ko.ts'

/** Every word of the page; a language that lacks one does not compile. */
export type Words = typeof en

const ALL: Readonly<Record<'en' | 'ko', Words>> = { en, ko }

export const wordsIn = (language: 'en' | 'ko'): Words => ALL[language]
