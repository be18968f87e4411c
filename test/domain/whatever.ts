/** A value that the types would not let through, as it may come from JavaScript or off the wire. */
export const whatever = (value: unknown): never => value as never
