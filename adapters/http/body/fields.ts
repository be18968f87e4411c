import type { StagedFile } from '#application/track/staging-and-blob-store.ts'

/** The content of a request body, whatever its encoding. */
export type Body = {
  readonly fields: Fields
  /** By part name. */
  readonly files: Readonly<Record<string, StagedFile>>
}

/** Any name is safe, even `__proto__`: these objects have no prototype. */
export type Fields = Readonly<Record<string, unknown>>

/** Limits for all the fields of a request together. */
export const MAX_FIELD_BYTES = 100 * 1024
export const MAX_FIELDS = 200

export const noFields = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>

export const EMPTY: Body = { fields: noFields(), files: {} }

/** A repeated field becomes a list. */
export const addField = (fields: Record<string, unknown>, name: string, value: string): void => {
  const sent = fields[name]
  if (sent === undefined) fields[name] = value
  else fields[name] = Array.isArray(sent) ? [...(sent as readonly unknown[]), value] : [sent, value]
}
