/**
 * Memoizes a pure function of an object for as long as the object is referenced. What is derived from an unchanged view
 * is therefore the same object too.
 */
export const memoize = <Of extends object, Made extends object>(make: (of: Of) => Made): ((of: Of) => Made) => {
  const made = new WeakMap<Of, Made>()
  return (of) => {
    const known = made.get(of)
    if (known !== undefined) return known
    const value = make(of)
    made.set(of, value)
    return value
  }
}
