import type { Genre, Instrument } from '#domain/track/vocabulary.ts'

/** What was typed into a field; empty where there is none. */
export const textIn = (fields: FormData, name: string): string => {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}

/** What was chosen of a list of words. */
export const wordsChosen = (fields: FormData, name: string): string[] =>
  fields.getAll(name).filter((value) => typeof value === 'string')

/** The instruments that were chosen: the boxes have no others. */
export const instrumentsIn = (fields: FormData): Instrument[] => wordsChosen(fields, 'instrument') as Instrument[]

/** The genres that were chosen: the boxes have no others. */
export const genresIn = (fields: FormData): Genre[] => wordsChosen(fields, 'genre') as Genre[]
