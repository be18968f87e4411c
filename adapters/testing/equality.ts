/** An asymmetric matcher: an expected value that stands for many. */
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
 * How two values are compared. `loosely` ignores undefined fields and classes, `strictly` does not, `partly` also allows
 * additional fields.
 */
export type Manner = 'loosely' | 'strictly' | 'partly'

type Fields = Readonly<Record<PropertyKey, unknown>>

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** The name of an object's class. By name, because a runner such as Jest gives tests other globals than the platform's. */
const classOf = (value: object): string => {
  const prototype = Object.getPrototypeOf(value) as { readonly constructor?: { readonly name: string } } | null
  return prototype?.constructor?.name ?? ''
}

/** The built-in kind of an object: `Array`, `Map`, `Date` …, also for subclasses. */
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

/** Pairs being compared further up, so that circular values end: a repeated pair counts as equal. */
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

/** Whether the values are equal in that manner. */
export const areEqual = (actual: unknown, expected: unknown, manner: Manner, seen: Seen = []): boolean => {
  if (expected instanceof Pattern) return expected.matches(actual)
  if (Object.is(actual, expected)) return true
  return isObject(actual) && isObject(expected) && areObjectsEqual(actual, expected, manner, seen)
}
