import { ok, okAsync, type ResultAsync } from 'neverthrow'
import type { UserId } from '#domain/shared/id.ts'
import type { Body } from '../body/fields.ts'
import type { HttpDependencies } from '../dependencies.ts'
import type { Refusal } from '../refusals.ts'

/** The field that names an upload in the place of a track's file. */
export const TRACK_UPLOAD = 'track_upload'

/** A body whose track is a file, and the upload that the file was taken from. */
export type WithTrack = { readonly body: Body; readonly upload: string | null }

/** An id, or the address that it is the end of. */
const idIn = (named: string): string => named.split('/').findLast((part) => part !== '') ?? ''

/**
 * Stages the upload that is named in the place of the part `file`. The field goes: to everything behind, and to the
 * fingerprint of a request, the file is what was sent, however it came. A part that is there goes before.
 */
export const withTrack = (
  { soundhub }: Pick<HttpDependencies, 'soundhub'>,
  file: string | undefined,
  owner: UserId | undefined,
  body: Body,
): ResultAsync<WithTrack, Refusal> => {
  const { [TRACK_UPLOAD]: named, ...fields } = body.fields
  const isNamed = file !== undefined && owner !== undefined && typeof named === 'string' && named !== ''
  if (!isNamed || body.files[file] !== undefined) return okAsync({ body, upload: null })
  const id = idIn(named)
  return soundhub.uploads
    .take({ id, owner })
    .andThen((track) => ok({ body: { fields, files: { ...body.files, [file]: track } }, upload: id }))
}
