/**
 * A pure function of an object that is not worked out again for the same object, as long as anybody holds it. So what is
 * made of a view that has not changed is itself unchanged, and whoever shows it need not show it anew.
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
