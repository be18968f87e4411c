import { Result } from 'neverthrow'

/** What is used of WebAssembly. Not every engine has it, and some places forbid to compile it. */
declare const WebAssembly:
  | {
      readonly Module: new (bytes: Uint8Array) => object
      readonly Instance: new (compiled: object) => { readonly exports: unknown }
    }
  | undefined

/** What modules export beside functions: their memory, and where something lies in it. */
export type Memory = { readonly buffer: ArrayBuffer; readonly grow: (pages: number) => number }
export type Place = { readonly value: number }

const bytesOf = (digits: string): Uint8Array => {
  const bytes = new Uint8Array(digits.length / 2)
  for (let at = 0; at < bytes.length; at++) bytes[at] = Number.parseInt(digits.slice(2 * at, 2 * at + 2), 16)
  return bytes
}

const compile = (digits: string): object | null => {
  const { Module } = typeof WebAssembly === 'object' ? WebAssembly : { Module: null }
  return Module === null ? null : Result.fromThrowable(() => new Module(bytesOf(digits)))().unwrapOr(null)
}

/**
 * Instances of a module in hexadecimal digits, which is compiled when the first is asked for. `null` where WebAssembly is
 * missing or forbidden (workerd, a page whose Content-Security-Policy lacks `wasm-unsafe-eval`), where it has no SIMD, and
 * where memory is short.
 */
export const instancesOf = (digits: string): (<Loops>(prepare: (exports: unknown) => Loops) => Loops | null) => {
  let compiled: object | null | undefined
  return (prepare) => {
    if (compiled === undefined) compiled = compile(digits)
    const module = compiled
    if (module === null) return null
    return Result.fromThrowable(() => prepare(new WebAssembly!.Instance(module).exports))().unwrapOr(null)
  }
}
