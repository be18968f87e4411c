/** Makes a value available to everything that runs inside `run`, across `await`; see Node's AsyncLocalStorage. */
export type AsyncContext<Value> = {
  run<Returned>(value: Value, inside: () => Returned): Returned
  getStore(): Value | undefined
}

type Host = {
  readonly process?: {
    getBuiltinModule?(name: string): { readonly AsyncLocalStorage: new <Value>() => AsyncContext<Value> } | undefined
  }
}

/** `null` if the runtime has none. Node, Bun and Deno have it, workerd with a flag, browsers do not. */
export const asyncContext = <Value>(): AsyncContext<Value> | null => {
  const hooks = (globalThis as Host).process?.getBuiltinModule?.('node:async_hooks')
  return hooks === undefined ? null : new hooks.AsyncLocalStorage<Value>()
}
