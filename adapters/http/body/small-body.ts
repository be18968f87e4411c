import type { Readable } from 'node:stream'
import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import type { BodyMalformed, BodyTooLarge, MediaTypeUnsupported } from '../refusals.ts'
import { type Fields, MAX_TOTAL_FIELD_BYTES, MAX_FIELDS, emptyFields } from './fields.ts'
import { readChunks } from './read-chunks.ts'
import { decodeFields, decoderFor, pairsOf } from './text.ts'

type SmallBodyRefusal = BodyMalformed | BodyTooLarge
type TextRefusal = BodyMalformed | MediaTypeUnsupported

const malformed = err({ type: 'BodyMalformed' } as const)
const tooLarge = err({ type: 'BodyTooLarge', maximumBytes: MAX_TOTAL_FIELD_BYTES } as const)

/** The whole body, if it is small enough to be held in memory. */
export const readSmall = async (source: Readable): Promise<Result<Buffer, SmallBodyRefusal>> => {
  const stop = new AbortController()
  const chunks: Buffer[] = []
  let bytes = 0
  const readEnd = await readChunks(source, stop.signal, (chunk) => {
    bytes += chunk.length
    if (bytes > MAX_TOTAL_FIELD_BYTES) stop.abort()
    else chunks.push(chunk)
    return undefined
  })
  if (readEnd === 'interrupted') return malformed
  return readEnd === 'aborted' ? tooLarge : ok(Buffer.concat(chunks))
}

const isScalar = (value: unknown): boolean => value === null || typeof value !== 'object'

/**
 * Nested JSON, which the other kinds of body can express only as text, is refused before it reaches a parser that does not
 * expect it.
 */
const isFlat = (value: unknown): boolean => (Array.isArray(value) ? value.every(isScalar) : isScalar(value))

const objectOf = (text: string): Result<object, BodyMalformed> => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? ok(value) : malformed
  } catch {
    return malformed
  }
}

const flat = (fields: Fields, nested: readonly string[]): Result<Fields, InvalidFields> => {
  const faults = Object.entries(fields)
    .filter(([field, value]) => !isFlat(value) && !nested.includes(field))
    .map(([field]) => ({ field, code: 'MALFORMED', expected: 'text, a number or a list of them' }) as const)
  return faults.length > 0 ? err(invalidFields(...faults)) : ok(fields)
}

/** Drops fields that the endpoint does not declare, whatever they contain. Only `nested` ones may hold objects. */
export const parseJson = (
  bytes: Buffer,
  asked: { readonly fields: readonly string[]; readonly nested: readonly string[] },
  charset?: string,
): Result<Fields, TextRefusal | InvalidFields> =>
  decoderFor(charset)
    .andThen((decode) => decode(bytes))
    .andThen((text) => objectOf(text.replace(/^\uFEFF/, '')))
    .map((given) => Object.entries(given).filter(([name]) => asked.fields.includes(name)))
    .andThen((sent) => flat(Object.assign(emptyFields(), Object.fromEntries(sent)), asked.nested))

export const parseUrlencoded = (bytes: Buffer, charset?: string): Result<Fields, TextRefusal | BodyTooLarge> => {
  const sent = pairsOf(bytes)
  return sent.length > MAX_FIELDS ? tooLarge : decodeFields(sent, charset)
}
