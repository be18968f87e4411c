import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import { addField, EMPTY, type Fields, emptyFields } from '../body/fields.ts'
import { decodeUtf8, pairsOf } from '../body/text.ts'

/** A repeated parameter becomes a list, as in a body. Undeclared parameters may contain anything. */
export const parseQuery = (url: string, asked: readonly string[]): Result<Fields, InvalidFields> => {
  const begin = url.indexOf('?')
  if (begin < 0 || asked.length === 0) return ok(EMPTY.fields)
  const fields = emptyFields()
  for (const { name, value } of pairsOf(Buffer.from(url.slice(begin + 1).split('#', 1)[0]!))) {
    const field = decodeUtf8(name).unwrapOr('')
    if (!asked.includes(field)) continue
    const text = decodeUtf8(value)
    if (text.isErr()) return err(invalidFields({ field, code: 'MALFORMED', expected: 'text' }))
    addField(fields, field, text.value)
  }
  return ok(fields)
}
