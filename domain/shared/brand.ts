declare const brand: unique symbol

/** A value that only its parser creates. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
