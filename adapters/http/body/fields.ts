import type { StagedFile } from '#application/track/staging-and-blob-store.ts'

/** The content of a request body, whatever its encoding. */
export type Body = {
  readonly fields: Fields
  /** By the name of their part. */
  readonly files: Readonly<Record<string, StagedFile>>
}

/** Made by {@link emptyFields}, without a prototype, so any name is safe, even `__proto__`. */
export type Fields = Readonly<Record<string, unknown>>

/** Limits per request, for all its fields together. */
export const MAX_TOTAL_FIELD_BYTES = 100 * 1024
export const MAX_FIELDS = 200

export const emptyFields = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>

export const EMPTY: Body = { fields: emptyFields(), files: {} }

/** Adds a field; the values of a repeated one become a list. */
export const addField = (fields: Record<string, unknown>, name: string, value: string): void => {
  const existing = fields[name]
  if (existing === undefined) fields[name] = value
  else fields[name] = Array.isArray(existing) ? [...(existing as readonly unknown[]), value] : [existing, value]
}
