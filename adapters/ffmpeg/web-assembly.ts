/** The part of the WebAssembly API that is used here; TypeScript declares it only in its DOM library. */
type WebAssemblyApi = {
  compile(bytes: Uint8Array): Promise<WasmModule>
  readonly Instance: new (module: WasmModule, imports: object) => WasmInstance
}

/** Compiled code, which can be passed to a worker without being copied. */
export type WasmModule = { readonly [Symbol.toStringTag]: 'WebAssembly.Module' }

export type WasmInstance = { readonly exports: object }

export const webAssembly: WebAssemblyApi = Reflect.get(globalThis, 'WebAssembly')
