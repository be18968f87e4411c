import type { Source } from './source.ts'

declare global {
  interface ImportMeta {
    /** Vite reads the files while it compiles this one; the test itself opens none. */
    glob(
      pattern: string,
      options: { readonly query: '?raw'; readonly import: 'default'; readonly eager: true },
    ): Record<string, string>
  }
}

const files = import.meta.glob('../../{domain,application,adapters,bootstrap}/**/*.{ts,tsx}', {
  query: '?raw',
  import: 'default',
  eager: true,
})

/** Every source file of the four rings. */
export const HOUSE: readonly Source[] = Object.entries(files).map(([path, text]) => ({
  path: path.replace(/^(\.\.\/)+/, ''),
  text,
}))
