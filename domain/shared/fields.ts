import { err, ok, type Result } from 'neverthrow'

/** What a malformed value should have been. A closed list, so that every language has a sentence for each. */
export type Expected =
  | 'text'
  | 'text without control characters'
  | 'one line of text'
  | 'an e-mail address'
  | 'a number'
  | 'a whole number'
  | 'a positive whole number'
  | 'true or false'
  | 'an object'
  | 'a list'
  | 'a word, words joined with commas, or a list of words'
  | 'ids of comments, joined with commas'
  | 'text, a number or a list of them'
  | 'left out beside a new password'
  | 'left out beside a recipe'
  | 'the revision of the mix in quotes, or *'
  | 'a cursor of this list'
  | 'what `next` or `previous` of a list holds'
  | 'a file, or an empty text that removes the picture'

/** Why a value was refused. `code` is stable. */
export type Fault =
  | { readonly code: 'REQUIRED' }
  | { readonly code: 'MALFORMED'; readonly expected: Expected }
  | { readonly code: 'TOO_SHORT'; readonly minimum: number }
  | { readonly code: 'TOO_LONG'; readonly maximum: number }
  | { readonly code: 'OUT_OF_RANGE'; readonly minimum: number; readonly maximum: number }
  /** There is no such field. */
  | { readonly code: 'UNKNOWN_FIELD' }
  | { readonly code: 'UNKNOWN_WORD'; readonly word: string; readonly allowed: readonly string[] }
  | { readonly code: 'PASSWORDS_DIFFER' }
  | { readonly code: 'PASSWORD_TOO_COMMON' }
  | { readonly code: 'PASSWORD_NAMES_ITS_OWNER' }
  | { readonly code: 'NICKNAME_RESERVED' }

/** A fault and the field it is in. */
export type FieldFault = Fault & { readonly field: string }

/** Every bad field of one form, at once. */
export type InvalidFields = { readonly type: 'InvalidFields'; readonly faults: readonly FieldFault[] }

/** The result of a parser. */
export type Parsed<Value> = Result<Value, Fault>

type Values<Form> = { readonly [Name in keyof Form]: Form[Name] extends Result<infer Value, Fault> ? Value : never }

/** The refusal that carries these faults. */
export const invalidFields = (...faults: readonly FieldFault[]): InvalidFields => ({ type: 'InvalidFields', faults })

/** All the fields of a form, or all their faults, so that a person sees every mistake at once. */
export const parseForm = <Form extends Record<string, Result<unknown, Fault>>>(
  form: Form,
): Result<Values<Form>, InvalidFields> => {
  const entries = Object.entries(form)
  const faults = entries.flatMap(([field, parsed]) => (parsed.isErr() ? [{ ...parsed.error, field }] : []))
  if (faults.length > 0) return err(invalidFields(...faults))
  const values = entries.flatMap(([field, parsed]) => (parsed.isOk() ? [[field, parsed.value] as const] : []))
  return ok(Object.fromEntries(values) as Values<Form>)
}

/** An optional field: `undefined` stays `undefined`, anything else is parsed. */
export const optional = <Value>(raw: unknown, parse: (raw: unknown) => Parsed<Value>): Parsed<Value | undefined> =>
  raw === undefined ? ok(undefined) : parse(raw)
