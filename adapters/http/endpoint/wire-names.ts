import type { StagedFile } from '#application/track/staging-and-blob-store.ts'
import type { FieldFault, InvalidFields } from '#domain/shared/fields.ts'

/** Fields whose name on the wire is not their name in snake_case. */
const WIRE_NAMES: Readonly<Record<string, string>> = {
  instruments: 'instrument',
  genres: 'genre',
  newPassword: 'password1',
  newPasswordAgain: 'password2',
  key: 'activation_key',
  recipientId: 'to_user',
  stems: 'mix_tracks',
  picture: 'profile_img',
  background: 'profile_bg',
  image: 'post_img',
  expectedRevision: 'If-Match',
  uploadLength: 'Upload-Length',
  uploadOffset: 'Upload-Offset',
}

/** A capital stands for an underscore and its small letter; after an underscore it stands for itself. */
const inSnakeCase = (name: string): string =>
  name.replaceAll(/_?[A-Z]/g, (letter) => (letter.length > 1 ? letter.slice(1) : `_${letter.toLowerCase()}`))

/** The inverse of {@link inSnakeCase}, so that no name of the core is also one of the wire. */
const inCamelCase = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])_([a-z])|([A-Z])/g, (_, after: string | undefined, capital: string) =>
    after === undefined ? `_${capital}` : after.toUpperCase(),
  )

/** An object of the wire with its members named as in the core; anything else as it is. */
export const coreNames = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).map(([name, one]) => [inCamelCase(name), one as unknown]))
    : value

/** What the core calls a field, as the wire calls it. `files` are the parts of the request that may be files. */
export const wireName = (field: string, files: readonly string[] = []): string =>
  field === 'track'
    ? (files.find((name) => name.endsWith('_track')) ?? field)
    : (WIRE_NAMES[field] ?? inSnakeCase(field.replace(/^recipe\./, '')))

const faultOnTheWire = (fault: FieldFault, files: readonly string[]): FieldFault => ({
  ...fault,
  field: wireName(fault.field, files),
})

/** A refusal whose fields are named as the client named them. */
export const inWireNames = <Refused extends { readonly type: string }>(
  refusal: Refused | InvalidFields,
  files: readonly string[] = [],
): Refused | InvalidFields =>
  refusal.type === 'InvalidFields' && 'faults' in refusal
    ? { ...refusal, faults: refusal.faults.map((fault) => faultOnTheWire(fault, files)) }
    : refusal

/**
 * Fields as they were sent, under the core's names. The core checks every value, whatever it is, so an unchecked one may be
 * handed to it; only the names are checked here.
 */
export const unchecked = <Form>(fields: { readonly [Name in keyof Form]-?: unknown }): Form => fields as Form

/** The same for one value: the key of a link, a token. */
export const uncheckedText = (raw: unknown): string => raw as string

/** The same for the number in a header. */
export const uncheckedLength = (raw: unknown): number => raw as number

/** The same for a picture: a file, or an empty text, which removes it. */
export const uncheckedImage = (raw: unknown, file: StagedFile | undefined): StagedFile | null | undefined =>
  file ?? (raw === '' ? null : (raw as null | undefined))
