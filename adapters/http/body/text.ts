import { err, ok, type Result } from 'neverthrow'
import type { BodyMalformed, MediaTypeUnsupported } from '../refusals.ts'
import { addField, type Fields, emptyFields } from './fields.ts'

/** The undecoded bytes of a field; see {@link decodeFields}. */
export type RawField = {
  readonly name: Uint8Array
  readonly value: Uint8Array
  /** The charset that the field itself declares. Most declare none. */
  readonly charset?: string | undefined
}

/** Decodes bytes strictly. A replacement character could make two different passwords the same. */
export type Decode = (bytes: Uint8Array) => Result<string, BodyMalformed>

const decodeBy =
  (decoder: InstanceType<typeof TextDecoder>): Decode =>
  (bytes) => {
    try {
      return ok(decoder.decode(bytes))
    } catch {
      return err({ type: 'BodyMalformed' })
    }
  }

// A byte order mark inside a field is part of its value.
const STRICT = { fatal: true, ignoreBOM: true }

export const decodeUtf8 = decodeBy(new TextDecoder('utf-8', STRICT))

/** The decoder of a charset, by any of its names. UTF-8 if none is declared. */
export const decoderFor = (charset: string | undefined): Result<Decode, MediaTypeUnsupported> => {
  if (charset === undefined || charset === '') return ok(decodeUtf8)
  try {
    return ok(decodeBy(new TextDecoder(charset, STRICT)))
  } catch {
    return err({ type: 'MediaTypeUnsupported' })
  }
}

/** A field that contains the charset of the form (RFC 7578, 4.6). Browsers fill it in. */
const CHARSET_FIELD = '_charset_'

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Decodes fields with their own charset, or else the one of the `_charset_` field, or else the one of the body. */
export const decodeFields = (
  raw: readonly RawField[],
  charsetOfBody: string | undefined,
): Result<Fields, BodyMalformed | MediaTypeUnsupported> => {
  const named = raw.find(({ name }) => latin1(name) === CHARSET_FIELD)
  const charsetOfForm = named === undefined ? charsetOfBody : latin1(named.value)
  return decoderFor(charsetOfForm).andThen((decodeForm) => {
    const fields = emptyFields()
    for (const { name, value, charset } of raw) {
      const text = decodeForm(name).andThen((field) =>
        (charset === undefined ? ok(decodeForm) : decoderFor(charset))
          .andThen((decode) => decode(value))
          .map((decoded) => addField(fields, field, decoded)),
      )
      if (text.isErr()) return err(text.error)
    }
    return ok(fields)
  })
}

const unescaped = (text: string): Uint8Array =>
  Buffer.from(
    text
      .replaceAll('+', ' ')
      .replaceAll(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )

/** The unescaped pairs of `a=1&b=2`. */
export const pairsOf = (urlencoded: Buffer): readonly RawField[] =>
  urlencoded
    .toString('latin1')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=')
      return { name: unescaped(name), value: unescaped(value.join('=')) }
    })
