import { err, ok, type Result } from 'neverthrow'
import { type InvalidFields, invalidFields } from '#domain/shared/fields.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'

/** A picture as a request may send it: a file replaces it, an empty text removes it, nothing leaves it as it is. */
export const readImage = (
  field: string,
  raw: unknown,
  file: StagedFile | undefined,
): Result<StagedFile | null | undefined, InvalidFields> => {
  if (file !== undefined || raw === undefined) return ok(file)
  return raw === '' || raw === null
    ? ok(null)
    : err(invalidFields({ field, code: 'MALFORMED', expected: 'a file, or an empty text that removes the picture' }))
}
