import type { StagedFile } from '#application/track/files.ts'

/** What a request carries, whichever way it was written. */
export type Body = {
  readonly fields: Fields
  /** By the name of their part. */
  readonly files: Readonly<Record<string, StagedFile>>
}

/** Any name may stand here, `__proto__` too: these objects have no prototype that it could reach. */
export type Fields = Readonly<Record<string, unknown>>

/** All the fields of one request together, and how many they may be. */
export const MAX_FIELD_BYTES = 100 * 1024
export const MAX_FIELDS = 200

export const noFields = (): Record<string, unknown> => Object.create(null) as Record<string, unknown>

export const EMPTY: Body = { fields: noFields(), files: {} }

/** A field that is sent again becomes a list. */
export const addField = (fields: Record<string, unknown>, name: string, value: string): void => {
  const sent = fields[name]
  if (sent === undefined) fields[name] = value
  else fields[name] = Array.isArray(sent) ? [...(sent as readonly unknown[]), value] : [sent, value]
}
