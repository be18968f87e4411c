/** What has to be closed when the process ends, in reverse order of opening. */
export type Cleanup = {
  /** `close` is called once. If it throws, the error is reported and the others are still closed. */
  add(name: string, close: () => unknown): void
  run(): Promise<void>
}

export const cleanup = (onFailure: (name: string, cause: unknown) => void): Cleanup => {
  const entries: { readonly name: string; readonly close: () => unknown }[] = []
  return {
    add: (name, close) => {
      entries.push({ name, close })
    },
    run: async () => {
      for (let last = entries.pop(); last !== undefined; last = entries.pop()) {
        try {
          await last.close()
        } catch (cause) {
          onFailure(last.name, cause)
        }
      }
    },
  }
}
