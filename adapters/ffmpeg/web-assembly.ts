/** WebAssembly's JavaScript interface as far as it is used; TypeScript has it only together with a browser's document. */
type WebAssemblyApi = {
  compile(bytes: Uint8Array): Promise<WasmModule>
  readonly Instance: new (module: WasmModule, imports: object) => WasmInstance
}

/** Compiled code. It is handed to a worker without being copied. */
export type WasmModule = { readonly [Symbol.toStringTag]: 'WebAssembly.Module' }

export type WasmInstance = { readonly exports: object }

export const webAssembly: WebAssemblyApi = Reflect.get(globalThis, 'WebAssembly')
