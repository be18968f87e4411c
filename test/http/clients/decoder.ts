/** A number as it was written: `1.0` and `1e0` are the same to JavaScript, and none of them is a whole number to the apps. */
class Written {
  readonly digits: string
  constructor(digits: string) {
    this.digits = digits
  }
}

/** What an app could not read, and where. */
export class Undecodable extends Error {}

/**
 * Reads a value as the apps do: Swift's `Decodable` and Gson with typed fields, and where they differ, the stricter one. A
 * field that is missing, null, or of another kind than was expected stops everything; one that is not expected is ignored.
 */
export type Decoder<Value> = (value: unknown, at: string) => Value

const kindOf = (value: unknown): string =>
  value === undefined ? 'nothing' : value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value

const refuse = (wanted: string, value: unknown, at: string): never => {
  const found =
    value instanceof Written ? value.digits : typeof value === 'string' ? JSON.stringify(value) : kindOf(value)
  throw new Undecodable(`${at}: ${wanted} expected, ${found} found`)
}

/** The largest `int` of the Android app. */
const LARGEST = 2_147_483_647

export const whole: Decoder<number> = (value, at) =>
  value instanceof Written && /^-?(?:0|[1-9]\d*)$/.test(value.digits) && Math.abs(Number(value.digits)) <= LARGEST
    ? Number(value.digits)
    : refuse('a whole number', value, at)

export const text: Decoder<string> = (value, at) => (typeof value === 'string' ? value : refuse('a string', value, at))

export const truth: Decoder<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : refuse('true or false', value, at)

/** Text of a certain form. */
export const written =
  (what: string, form: RegExp): Decoder<string> =>
  (value, at) =>
    form.test(text(value, at)) ? String(value) : refuse(what, value, at)

export const nullable =
  <Value>(decoder: Decoder<Value>): Decoder<Value | null> =>
  (value, at) =>
    value === null ? null : decoder(value, at)

export const list =
  <Value>(decoder: Decoder<Value>): Decoder<readonly Value[]> =>
  (value, at) =>
    Array.isArray(value) ? value.map((one, index) => decoder(one, `${at}[${index}]`)) : refuse('a list', value, at)

/** A list that is not empty. */
export const some =
  <Value>(decoder: Decoder<Value>): Decoder<readonly Value[]> =>
  (value, at) =>
    Array.isArray(value) && value.length === 0 ? refuse('something', value, `${at}[0]`) : list(decoder)(value, at)

const entriesOf = (value: unknown, at: string): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Written)
    ? (value as Readonly<Record<string, unknown>>)
    : refuse('an object', value, at)

type Fields = Readonly<Record<string, Decoder<unknown>>>
type Decoded<Shape extends Fields> = { readonly [Name in keyof Shape]: ReturnType<Shape[Name]> }

/** An object that has all of these fields. */
export const object =
  <const Shape extends Fields>(shape: Shape): Decoder<Decoded<Shape>> =>
  (value, at) => {
    const found = entriesOf(value, at)
    const decoded = Object.entries(shape).map(([name, decoder]) => [name, decoder(found[name], `${at}.${name}`)])
    return Object.fromEntries(decoded) as Decoded<Shape>
  }

/** An object whose keys are of a closed list and whose values are alike. */
export const dictionary =
  <Value>(keys: readonly string[], decoder: Decoder<Value>): Decoder<Readonly<Record<string, Value>>> =>
  (value, at) =>
    Object.fromEntries(
      Object.entries(entriesOf(value, at)).map(([key, one]) =>
        keys.includes(key) ? [key, decoder(one, `${at}.${key}`)] : refuse(`one of ${keys.join(', ')}`, key, at),
      ),
    )

type Reviver = (key: string, value: unknown, context: { readonly source: string }) => unknown

const asWritten: Reviver = (_key, value, { source }) => (typeof value === 'number' ? new Written(source) : value)

/** JSON as it was written, read by a decoder. */
export const decode = <Value>(json: string, decoder: Decoder<Value>): Value =>
  decoder(JSON.parse(json, asWritten as (key: string, value: unknown) => unknown), 'answer')
