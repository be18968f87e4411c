import { createRequire } from 'node:module'
import { foldText, inParts } from '#domain/shared/text.ts'

/** The table of UTS 39 as `unhomoglyph` carries it. */
export const UTS_39 = createRequire(import.meta.url)('unhomoglyph/data.json') as Readonly<Record<string, string>>

const HANGUL = /\p{Script=Hangul}/u

/** Letters, digits and marks; | is typed for l. A part of a Hangul syllable stands for itself. */
export const counts = (letter: string): boolean => /^[\p{L}\p{N}\p{M}|]$/u.test(letter) && !HANGUL.test(letter)

const skeleton = (text: string): string =>
  Array.from(inParts(text), (letter) => (counts(letter) ? inParts(UTS_39[letter] ?? letter) : letter)).join('')

/** Look, then case, then look, until nothing changes any more. */
export const lookOf = (text: string): string => {
  const look = skeleton(foldText(skeleton(inParts(text.normalize('NFKC'))))).replaceAll('i', 'l')
  const next = inParts(foldText(look))
  return next === text ? text : lookOf(next)
}

/** Han has neither case nor parts, and Hangul stands for itself: only what the library knows of them can look like others. */
const WITHOUT_CASE = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Tangut}\p{Cn}\p{Co}\p{Cs}]$/u

/** Every character whose look may be another than itself. */
export const charactersWithLooks: readonly string[] = Array.from({ length: 0x11_0000 }, (_, code) =>
  String.fromCodePoint(code),
).filter((one) => one in UTS_39 || !WITHOUT_CASE.test(one))

const encoded = (text: string): string =>
  Array.from(text, (character) => character.codePointAt(0)!.toString(36)).join('.')

/** A row for each look: the look, then the letters that have it, each told by its distance to the one before. */
const rows = (): readonly string[] => {
  const byLook = Map.groupBy(
    charactersWithLooks.filter(
      (one) => inParts(one.normalize('NFKC')) === one && lookOf(one) !== inParts(foldText(one)),
    ),
    lookOf,
  )
  return [...byLook].map(([look, letters]) => {
    const codes = letters.map((letter) => letter.codePointAt(0)!)
    return [encoded(look), ...codes.map((code, at) => (code - (codes[at - 1] ?? 0)).toString(36))].join(' ')
  })
}

/** The source of `domain/account/confusables.ts`. */
export const confusablesSource = (): string => {
  const lines =
    rows()
      .join(',')
      .match(/.{1,108}/g) ?? []
  return `// Made by \`npm run confusables\`; long because it is one table.

/**
 * Which letters look like others: rows joined with commas, each a look and the letters that have it. Code points are
 * written to base 36, those of a look joined with dots, a letter as the distance to the one before.
 */
export const CONFUSABLES =
${lines.map((line) => `  '${line}'`).join(' +\n')}
`
}
