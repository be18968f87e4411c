/** Carries a value along with everything that was begun inside `run`, across every `await`. */
export type AsyncContext<Value> = {
  run<Returned>(value: Value, inside: () => Returned): Returned
  getStore(): Value | undefined
}

type Host = {
  readonly process?: {
    getBuiltinModule?(name: string): { readonly AsyncLocalStorage: new <Value>() => AsyncContext<Value> } | undefined
  }
}

/** `null` where the runtime has none, as no browser has. Node, Bun and Deno have it, workerd if it is asked to. */
export const asyncContext = <Value>(): AsyncContext<Value> | null => {
  const hooks = (globalThis as Host).process?.getBuiltinModule?.('node:async_hooks')
  return hooks === undefined ? null : new hooks.AsyncLocalStorage<Value>()
}
