import { err, ok, type Result } from 'neverthrow'
import type { FieldFault, Parsed } from './fields.ts'

/** Parses one value of a form with objects and lists in it. Every fault is named by its path: `stems.0.pan`. */
export type Nested<Value> = (raw: unknown, path: string) => Result<Value, readonly FieldFault[]>

type Members<Form> = { readonly [Name in keyof Form]: Nested<Form[Name]> }

const refuse = (fault: FieldFault): Result<never, readonly FieldFault[]> => err([fault])

/** The member's own value: nothing that an object inherits. */
const memberOf = (raw: object, name: string): unknown =>
  Object.hasOwn(raw, name) ? (raw as Readonly<Record<string, unknown>>)[name] : undefined

/** A single value, by its parser. */
export const field =
  <Value>(parse: (raw: unknown) => Parsed<Value>): Nested<Value> =>
  (raw, path) =>
    parse(raw).mapErr((fault) => [{ ...fault, field: path }])

/** An object of these members, each of which is parsed even if it is missing, and no others. */
export const objectOf =
  <Form extends Record<string, unknown>>(members: Members<Form>): Nested<Form> =>
  (raw, path) => {
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
      return refuse({ field: path, code: 'MALFORMED', expected: 'an object' })
    const unknown = Object.keys(raw).filter((name) => !Object.hasOwn(members, name))
    const parsed = Object.entries(members).map(
      ([name, parse]) => [name, parse(memberOf(raw, name), `${path}.${name}`)] as const,
    )
    const faults = [
      ...unknown.map((name) => ({ field: `${path}.${name}`, code: 'UNKNOWN_FIELD' }) as const),
      ...parsed.flatMap(([, one]) => (one.isErr() ? one.error : [])),
    ]
    if (faults.length > 0) return err(faults)
    return ok(Object.fromEntries(parsed.flatMap(([name, one]) => (one.isOk() ? [[name, one.value]] : []))) as Form)
  }

/** A list, every item of which is parsed. */
export const listOf =
  <Item>(item: Nested<Item>): Nested<readonly Item[]> =>
  (raw, path) => {
    if (raw === undefined) return refuse({ field: path, code: 'REQUIRED' })
    if (!Array.isArray(raw)) return refuse({ field: path, code: 'MALFORMED', expected: 'a list' })
    const parsed = Array.from(raw, (one: unknown, at) => item(one, `${path}.${at}`))
    const faults = parsed.flatMap((one) => (one.isErr() ? one.error : []))
    return faults.length > 0 ? err(faults) : ok(parsed.flatMap((one) => (one.isOk() ? [one.value] : [])))
  }

/** What is left out is this; anything else is parsed. */
export const orElse =
  <Value>(left: Value, parse: Nested<Value>): Nested<Value> =>
  (raw, path) =>
    raw === undefined ? ok(left) : parse(raw, path)
