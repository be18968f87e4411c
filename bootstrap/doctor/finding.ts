import { CannotStart } from '../cannot-start.ts'

/** What was found about one thing. Where it is not well, `detail` says what to do. Never a secret. */
export type Finding = { readonly name: string; readonly isWell: boolean; readonly detail: string }

export const well = (name: string, detail: string): Finding => ({ name, isWell: true, detail })

/** Something that is wrong, and how to mend it. */
export const ill = (name: string, what: string, cure: string): Finding => ({
  name,
  isWell: false,
  detail: `${what}. ${cure}`,
})

/** Drops what a driver says beyond its code or first sentence: it may quote an address with its password. */
export const reasonOf = (cause: unknown): string => {
  if (cause instanceof CannotStart) return cause.lines.join('; ')
  const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null
  if (code !== null) return code
  return cause instanceof Error ? cause.name : 'no reason given'
}
