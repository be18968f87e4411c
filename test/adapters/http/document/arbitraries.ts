import * as fc from 'fast-check'
import { wild } from '#test/domain/arbitraries.ts'
import { OFFSET_TYPE } from '#adapters/http/body/body.ts'
import { recording } from '../house.ts'
import type { Operation, Parameter, Schema } from './operations.ts'

const lengthOf = (text: string): number => Array.from(text).length

const text = ({ minLength = 0, maxLength = 60, pattern }: Schema): fc.Arbitrary<string> => {
  const matches = new RegExp(pattern ?? '', 'u')
  return fc
    .string({ unit: 'grapheme', minLength, maxLength: Math.min(maxLength, 200) })
    .map((one) => one.normalize('NFC'))
    .filter((one) => matches.test(one) && lengthOf(one) >= minLength && lengthOf(one) <= maxLength)
}

/** fast-check cannot read what is written with properties of Unicode, and so filters it. */
const patterned = (schema: Schema): fc.Arbitrary<string> =>
  schema.pattern === undefined || schema.pattern.includes('\\p')
    ? text(schema)
    : fc.stringMatching(new RegExp(schema.pattern))

const mailbox = fc.emailAddress().filter((address) => address.length <= 254 && address.indexOf('@') <= 64)

/** What the document allows. Bytes are a short recording. */
export const allowed = (schema: Schema): fc.Arbitrary<unknown> => {
  const { type, anyOf, oneOf, items = {}, minimum = -1_000, maximum = 1_000_000 } = schema
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
  const either = anyOf ?? oneOf
  if (either !== undefined) return fc.oneof(...either.map(allowed))
  if (Array.isArray(type)) return fc.oneof(...type.map((one: string) => allowed({ ...schema, type: one })))
  switch (type) {
    case 'null':
      return fc.constant(null)
    case 'boolean':
      return fc.boolean()
    case 'number':
    case 'integer':
      return fc.integer({ min: minimum, max: maximum })
    case 'object':
      return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, allowed(one)])),
        { requiredKeys: [...(schema.required ?? [])], noNullPrototype: true },
      )
    case 'array':
      return fc.array(allowed(items), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 5, 40),
      })
    case 'string':
      if (schema.format === 'binary') return fc.integer({ min: 100, max: 900 }).map((hertz) => recording(hertz))
      return schema.format === 'email' ? mailbox : patterned(schema)
    case undefined:
    default:
      throw new Error(`no arbitrary for ${JSON.stringify(schema)}`)
  }
}

/** One request, as data that can be shown and made smaller. */
export type Request = {
  readonly call: string
  readonly access: string
  readonly path: string
  readonly query: readonly (readonly [string, unknown])[]
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body | null
}

export type Body =
  | { readonly as: 'JSON' | 'a form' | 'multipart'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly as: 'bytes'; readonly type: string; readonly bytes: Uint8Array }

/** What a field may hold that a place knows: `«name»` becomes what stands under that name there. */
export type Known = Readonly<Record<string, readonly unknown[]>>

const scalar = wild(300)

const hostile = fc.oneof(
  scalar,
  fc.constantFrom<unknown>('\u0000', 'a\u0000b', '\ud800', '1e999', '-0', 2 ** 31, 2 ** 53, 1e308, -1, 0.5, '２', '٣'),
  fc.array(scalar, { maxLength: 4 }),
  fc.string({ unit: 'binary', minLength: 200, maxLength: 2_000 }),
  fc.uint8Array({ maxLength: 64 }),
)

/** What is allowed, but for one character. */
const nearly = (schema: Schema): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      allowed(schema),
      fc.constantFrom('\u0000', '\ud800', '\udfff', '\u202e', '\uffff', '\n', ' ', "'", '\\', '%'),
    )
    .map(([value, odd]) => (typeof value === 'string' ? `${value.slice(0, 5)}${odd}${value.slice(6)}` : value))

const valueOf = (name: string, schema: Schema, known: Known): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 8, arbitrary: allowed(schema) },
    ...(known[name] === undefined ? [] : [{ weight: 8, arbitrary: fc.constantFrom(...known[name]) }]),
    { weight: 2, arbitrary: nearly(schema) },
    { weight: 1, arbitrary: hostile },
  )

const maybe = <Value>(one: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(one, { nil: undefined, freq: 8 })

const fieldsOf = (schema: Schema, known: Known): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .record({
      ...Object.fromEntries(
        Object.entries(schema.properties ?? {}).map(([name, one]) => [name, maybe(valueOf(name, one, known))]),
      ),
      is_staff: fc.option(scalar, { nil: undefined, freq: 1 }),
    })
    .map((fields) => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)))

const KINDS = {
  'application/json': 'JSON',
  'application/x-www-form-urlencoded': 'a form',
  'multipart/form-data': 'multipart',
} as const

const rawBody: fc.Arbitrary<Body> = fc.record({
  as: fc.constant('bytes' as const),
  type: fc.constantFrom(
    ...Object.keys(KINDS),
    'multipart/form-data; boundary=x',
    'text/plain',
    '',
    'application/jsOn;q=1',
  ),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .constantFrom(
        'null',
        '[]',
        '{"a":',
        '{"title":1e999}',
        '"x"',
        '--x\r\n\r\n',
        '--x--',
        '%00=%ff&%',
        '{"__proto__":1}',
      )
      .map((written) => Buffer.from(written)),
  ),
})

/** A part of an upload. */
const part: fc.Arbitrary<Body> = fc.record({
  as: fc.constant('bytes' as const),
  type: fc.constant(OFFSET_TYPE),
  bytes: fc.uint8Array({ maxLength: 300 }),
})

const bodyOf = ({ body }: Operation, known: Known): fc.Arbitrary<Body | null> => {
  const types = Object.entries(body ?? {})
  if (types.length === 0)
    return fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: rawBody })
  if (OFFSET_TYPE in (body ?? {})) return fc.oneof({ weight: 4, arbitrary: part }, { weight: 1, arbitrary: rawBody })
  const documented = types.map(([type, { schema }]) =>
    fc.record({ as: fc.constant(KINDS[type as keyof typeof KINDS]), fields: fieldsOf(schema, known) }),
  )
  // What takes files is sent without them too.
  const asJson = fc.record({ as: fc.constant('JSON' as const), fields: fieldsOf(types[0]![1].schema, known) })
  return fc.oneof(
    { weight: 16, arbitrary: fc.oneof(...documented) },
    { weight: 1, arbitrary: asJson },
    { weight: 2, arbitrary: rawBody },
    { weight: 1, arbitrary: fc.constant(null) },
  )
}

const segment = ({ name, schema }: Parameter, known: Known): fc.Arbitrary<string> =>
  fc
    .oneof(
      { weight: 8, arbitrary: name === 'id' ? fc.constantFrom(1, 1, 1, 2, 2, 3, 4) : valueOf(name, schema, known) },
      { weight: 1, arbitrary: allowed(schema) },
      { weight: 1, arbitrary: fc.constantFrom('0', '-1', '1.5', '99999999999', '١', '%00', '1 ', '0x1', '2147483648') },
    )
    .map((value) => encodeURIComponent(written(value).toWellFormed()) || '0')

/** A value where only text fits. */
export const written = (value: unknown): string => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1')
  if (typeof value === 'string') return value
  // As close as a form comes to it.
  if (value === null) return ''
  try {
    return JSON.stringify(value) ?? 'undefined'
  } catch {
    return 'unwritable'
  }
}

const pathOf = ({ path, parameters }: Operation, known: Known): fc.Arbitrary<string> => {
  const named = parameters.filter((parameter) => parameter.in === 'path')
  return fc
    .tuple(fc.record(Object.fromEntries(named.map((one) => [one.name, segment(one, known)]))), fc.boolean())
    .map(
      ([values, slash]) =>
        `${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name]!)}${slash && path !== '/' ? '/' : ''}`,
    )
}

const queryOf = ({ parameters }: Operation, known: Known): fc.Arbitrary<Request['query']> =>
  fc
    .tuple(
      ...parameters
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, schema, required = false }) =>
          fc
            .option(valueOf(name, schema, known), { nil: undefined, freq: required ? 8 : 1 })
            .map((value) => [name, value] as const),
        ),
    )
    .map((pairs) => pairs.filter(([, value]) => value !== undefined))

const headersOf = ({ parameters }: Operation): fc.Arbitrary<Record<string, string>> => {
  const own = parameters.filter((parameter) => parameter.in === 'header')
  const word = fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((one) => one.trim())
  const number = fc.oneof(fc.constantFrom('0', '10', '1000', '-1', '1e3', '99999999999999999999'), word)
  return fc
    .record({
      Accept: fc.constantFrom('application/json', 'text/html', '*/*', '', ';q', 'application/json;q=0'),
      'Accept-Language': fc.oneof(fc.constantFrom('ko', 'en', '*', ''), word),
      Range: fc.option(fc.oneof(fc.constantFrom('bytes=0-9', 'bytes=99999-', 'bytes=9-0', 'x=1'), word), { nil: '' }),
      'If-None-Match': fc.option(fc.oneof(fc.constantFrom('*', '"x"', 'W/"x"'), word), { nil: '', freq: 2 }),
      ...Object.fromEntries(
        own.map(({ name, schema }) => [name, fc.option(schema.type === 'integer' ? number : word, { nil: '' })]),
      ),
    })
    .map((headers) => Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== '')))
}

/** A request that is nearly what the document says, or not. */
export const requestOf = (operations: readonly Operation[], access: readonly string[], known: Known) =>
  fc.constantFrom(...operations).chain((operation): fc.Arbitrary<Request> =>
    fc.record({
      call: fc.constant(operation.call),
      access: fc.constantFrom(...access),
      path: pathOf(operation, known),
      query: queryOf(operation, known),
      headers: headersOf(operation),
      body: bodyOf(operation, known),
    }),
  )
