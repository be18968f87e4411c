import { foldText, inParts } from '../shared/text.ts'
import { CONFUSABLES } from './confusables.ts'

const decoded = (text: string): string => String.fromCodePoint(...text.split('.').map((code) => parseInt(code, 36)))

/** A row of the table: `target key key …`, each key as its distance to the one before. */
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
 * The skeleton of a nickname (UTS 39, 4, Confusable Detection): names with the same skeleton look alike. Case is ignored, and
 * i, l and 1 count as the same. `docs/decisions/2026-11-30-names-that-look-alike.md` says which letters are left out. Only
 * for comparing, never for showing.
 */
export const skeletonOf = (text: string): string => {
  const letters = inParts(text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, ''))
  const looks = Array.from(letters, (letter) => LOOKS.get(letter) ?? letter).join('')
  return inParts(foldText(looks)).replace(/ +/g, ' ').trim()
}
