/** What stands for many values on the expected side. */
export class Pattern {
  readonly matches: (actual: unknown) => boolean
  readonly name: string

  constructor(name: string, matches: (actual: unknown) => boolean) {
    this.name = name
    this.matches = matches
  }

  toString(): string {
    return this.name
  }
}

/**
 * Two values are one when they are so `loosely`: fields that are undefined do not count, nor does what class an object
 * is of. `strictly` they do. `partly`, an object may have fields more than are expected of it.
 */
export type Manner = 'loosely' | 'strictly' | 'partly'

type Fields = Readonly<Record<PropertyKey, unknown>>

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** `Uint8Array`, `Error`, `Object` …, by name: a runner may give its cases other globals than the platform gives its objects. */
const classOf = (value: object): string => {
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: { readonly name: string } } | null
  return prototype?.constructor?.name ?? ''
}

/** `Array`, `Map`, `Date` …, whatever class was made of it. */
const kindOf = (value: object): string => Object.prototype.toString.call(value).slice('[object '.length, -1)

const keysOf = (value: object, manner: Manner): readonly PropertyKey[] =>
  Reflect.ownKeys(value).filter(
    (key) =>
      Object.prototype.propertyIsEnumerable.call(value, key) &&
      (manner !== 'loosely' || (value as Fields)[key] !== undefined),
  )

const areFieldsEqual = (actual: object, expected: object, manner: Manner, seen: Seen): boolean => {
  const mayHaveMore = manner === 'partly' && !Array.isArray(expected)
  const wanted = keysOf(expected, manner)
  return (
    (mayHaveMore || keysOf(actual, manner).length === wanted.length) &&
    wanted.every(
      (key) =>
        (manner === 'partly' ? key in actual : Object.hasOwn(actual, key)) &&
        areEqual((actual as Fields)[key], (expected as Fields)[key], manner, seen),
    )
  )
}

const areBytesEqual = (actual: ArrayBufferView, expected: ArrayBufferView): boolean => {
  const [one, other] = [actual, expected].map(
    ({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength),
  )
  return one!.length === other!.length && one!.every((byte, at) => byte === other![at])
}

const areMembersEqual = (actual: Set<unknown>, expected: Set<unknown>, manner: Manner, seen: Seen): boolean => {
  const left = [...actual]
  return [...expected].every((wanted) => {
    const at = left.findIndex((member) => areEqual(member, wanted, manner, seen))
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
}

/** Pairs that are being compared further up: one that comes again in itself is equal if the rest is. */
type Seen = readonly (readonly [object, object])[]

const areObjectsEqual = (actual: object, expected: object, manner: Manner, above: Seen): boolean => {
  if (above.some(([one, other]) => one === actual && other === expected)) return true
  const seen: Seen = [...above, [actual, expected]]
  if (kindOf(actual) !== kindOf(expected)) return false
  if (manner === 'strictly' && classOf(actual) !== classOf(expected)) return false
  if (ArrayBuffer.isView(actual) && ArrayBuffer.isView(expected)) return areBytesEqual(actual, expected)
  if (Array.isArray(actual) && Array.isArray(expected))
    return actual.length === expected.length && areFieldsEqual(actual, expected, manner, seen)
  switch (kindOf(expected)) {
    case 'Map':
    case 'Set':
      return (
        (actual as Set<unknown>).size === (expected as Set<unknown>).size &&
        areMembersEqual(new Set(actual as Set<unknown>), new Set(expected as Set<unknown>), manner, seen)
      )
    case 'Date':
      return Object.is((actual as Date).getTime(), (expected as Date).getTime())
    case 'RegExp':
      return `${actual as RegExp}` === `${expected as RegExp}`
    case 'Error':
      return (
        areEqual(errorFields(actual as Error), errorFields(expected as Error), manner, seen) &&
        areFieldsEqual(actual, expected, manner, seen)
      )
    default:
      return areFieldsEqual(actual, expected, manner, seen)
  }
}

const errorFields = ({ name, message, cause }: Error) => ({ name, message, cause })

/** Whether the two are one, as far as that manner looks. */
export const areEqual = (actual: unknown, expected: unknown, manner: Manner, seen: Seen = []): boolean => {
  if (expected instanceof Pattern) return expected.matches(actual)
  if (Object.is(actual, expected)) return true
  return isObject(actual) && isObject(expected) && areObjectsEqual(actual, expected, manner, seen)
}
