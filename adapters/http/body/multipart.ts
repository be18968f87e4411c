import type { Readable } from 'node:stream'
import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy'
import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { StagedFile, Staging, TooLarge } from '#application/track/files.ts'
import type { BodyMalformed, BodyTooLarge } from '../refusals.ts'
import { addField, type Body, MAX_FIELD_BYTES, MAX_FIELDS, noFields } from './fields.ts'
import { readChunks } from './read-chunks.ts'

export type MultipartRefusal = BodyMalformed | BodyTooLarge | TooLarge | Unavailable

export type MultipartDependencies = { readonly staging: Staging; readonly maximumUploadBytes: number }

/** Parts that are files and wanted; other files are let run past. */
export type Multipart = {
  readonly source: Readable
  readonly contentType: string
  readonly wanted: readonly string[]
}

/** A file on its way into staging. */
type Reception = {
  readonly name: string
  /** As the part says; `undefined` where it does not speak of a file at all. */
  readonly fileName: string | undefined
  readonly stream: BusboyFileStream
  readonly received: ResultAsync<StagedFile, MultipartRefusal>
}

const MAX_PARTS = MAX_FIELDS + 20
const malformed: BodyMalformed = { type: 'BodyMalformed' }
const tooManyFields: BodyTooLarge = { type: 'BodyTooLarge', maximumBytes: MAX_FIELD_BYTES }

/**
 * Whatever has a file name is a file, since clients name the type of a file as they like; and so is a part without one
 * that claims to be sound or bytes, if it stands where a file is wanted.
 */
const isFile =
  (wanted: readonly string[]) =>
  (field: string | undefined, type: string | undefined, fileName: string | undefined): boolean =>
    fileName !== undefined || (wanted.includes(field ?? '') && !/^text\//i.test(type ?? 'text/plain'))

const parserFor = (contentType: string, wanted: readonly string[]): BusboyInstance | null => {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      isPartAFile: isFile(wanted),
      limits: {
        fieldSize: MAX_FIELD_BYTES,
        fields: MAX_FIELDS,
        parts: MAX_PARTS,
        headerPairs: 32,
        headerSize: 8192,
      },
    })
  } catch {
    return null
  }
}

async function* bytesOf(stream: Readable): ByteStream<BodyMalformed> {
  try {
    for await (const chunk of stream) yield ok(chunk as Buffer)
  } catch {
    yield err(malformed)
  }
}

/**
 * Fields into memory, wanted files into staging, both as they arrive. The first refusal ends it at once, also while the
 * client is still sending, and what was staged until then is discarded.
 */
export const readMultipart = async (
  deps: MultipartDependencies,
  { source, contentType, wanted }: Multipart,
): Promise<Result<Body, MultipartRefusal>> => {
  const parser = parserFor(contentType, wanted)
  if (parser === null) return err(malformed)
  const stop = new AbortController()
  const fields = noFields()
  const receptions: Reception[] = []
  const refusals: MultipartRefusal[] = []
  let fieldBytes = 0
  let arrived = 0

  const refuse = (refusal: MultipartRefusal): void => {
    refusals.push(refusal)
    stop.abort()
  }

  // Files nobody wants count too, or a request without end could be made of them.
  const mostBytes = 2 * MAX_FIELD_BYTES + deps.maximumUploadBytes * (wanted.length + 1)

  parser.on('field', (name: string | undefined, value, _nameCut, valueCut) => {
    if (name === undefined) return
    fieldBytes += name.length + value.length
    if (valueCut || fieldBytes > MAX_FIELD_BYTES) refuse(tooManyFields)
    else addField(fields, name, value)
  })
  parser.on('file', (name: string | undefined, stream, fileName: string | undefined) => {
    stream.on('error', () => undefined)
    if (name === undefined || !wanted.includes(name) || receptions.some((earlier) => earlier.name === name)) {
      stream.resume()
      return
    }
    const limit = { maximumBytes: deps.maximumUploadBytes }
    const received = deps.staging.receive(bytesOf(stream), limit).orTee(refuse)
    receptions.push({ name, fileName, stream, received })
  })
  parser.on('fieldsLimit', () => refuse(tooManyFields))
  parser.on('partsLimit', () => refuse(tooManyFields))
  parser.on('error', () => refuse(malformed))

  const parsed = new Promise<void>((resolve) => {
    parser.once('finish', resolve)
    stop.signal.addEventListener('abort', () => resolve(), { once: true })
  })

  /** One chunk after the other, so that a parser that throws does so here. */
  const feed = (chunk: Buffer): Promise<void> =>
    new Promise((resolve) => {
      try {
        parser.write(chunk, () => resolve())
      } catch {
        refuse(malformed)
      }
    })

  const readEnd = await readChunks(source, stop.signal, (chunk) => {
    arrived += chunk.length
    if (arrived <= mostBytes) return feed(chunk)
    refuse({ type: 'TooLarge', maximumBytes: deps.maximumUploadBytes })
    return undefined
  })
  if (readEnd === 'broken off') refuse(malformed)
  if (readEnd === 'ended' && arrived > 0) parser.end()
  if (arrived > 0) await parsed
  return settle(deps, { fields, receptions, refusal: refusals[0] })
}

type Parts = {
  readonly fields: Record<string, unknown>
  readonly receptions: readonly Reception[]
  readonly refusal: MultipartRefusal | undefined
}

/** Every file arrives or is given up before anything is answered, so that none is left behind. */
const settle = async (
  { staging }: MultipartDependencies,
  { fields, receptions, refusal }: Parts,
): Promise<Result<Body, MultipartRefusal>> => {
  if (refusal !== undefined) for (const { stream } of receptions) stream.destroy(new Error('the request was refused'))
  const files: Record<string, StagedFile> = {}
  for (const { name, fileName, received } of receptions) {
    const result = await received
    if (result.isErr()) continue
    // A browser sends an empty part with an empty name where no file was chosen.
    const isThere = (fileName ?? '') !== '' || result.value.bytes > 0
    if (refusal === undefined && isThere) files[name] = result.value
    else await staging.discard(result.value)
    // And a client that names a type for every field sends an empty text so.
    if (fileName === undefined && !isThere) addField(fields, name, '')
  }
  return refusal === undefined ? ok({ fields, files }) : err(refusal)
}
