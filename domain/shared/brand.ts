declare const brand: unique symbol

/** A value only its parser may make. `Brand<string, 'Nickname'>` is a string that is known to be a nickname. */
export type Brand<Value, Name extends string> = Value & { readonly [brand]: Name }
