import { foldText, inParts } from '../shared/text.ts'
import { CONFUSABLES } from './confusables.ts'

const decoded = (text: string): string => String.fromCodePoint(...text.split('.').map((code) => parseInt(code, 36)))

/** Of `target key key …`; a key is told by its distance to the one before. */
const read = (row: string): readonly (readonly [string, string])[] => {
  const [target = '', ...steps] = row.split(' ')
  const look = decoded(target)
  let code = 0
  return steps.map((step) => {
    code += parseInt(step, 36)
    return [String.fromCodePoint(code), look] as const
  })
}

const LOOKS: ReadonlyMap<string, string> = new Map(CONFUSABLES.split(',').flatMap(read))

/**
 * What a name looks like: two names with one skeleton are taken for each other at a glance, be they of other letters. The
 * skeleton of UTS 39 (4, Confusable Detection), without case, where i, l and 1 are one too; which of its letters count
 * is told in `docs/decisions/2026-11-30-names-that-look-alike.md`. To compare with, never to show.
 */
export const skeletonOf = (text: string): string => {
  const letters = inParts(text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, ''))
  const looks = Array.from(letters, (letter) => LOOKS.get(letter) ?? letter).join('')
  return inParts(foldText(looks)).replace(/ +/g, ' ').trim()
}
