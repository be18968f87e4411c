/** What has to be ended when the process ends, the last opened first. */
export type Cleanup = {
  /** `end` is called once; what it throws is given to `failed` and the others are ended all the same. */
  add(name: string, end: () => unknown): void
  run(): Promise<void>
}

export const cleanup = (failed: (name: string, cause: unknown) => void): Cleanup => {
  const ends: { readonly name: string; readonly end: () => unknown }[] = []
  return {
    add: (name, end) => {
      ends.push({ name, end })
    },
    run: async () => {
      for (let last = ends.pop(); last !== undefined; last = ends.pop()) {
        try {
          await last.end()
        } catch (cause) {
          failed(last.name, cause)
        }
      }
    },
  }
}
