import type { Readable } from 'node:stream'
import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { StagedFile, Staging, TooLarge } from '#application/track/staging-and-blob-store.ts'
import type { BodyMalformed, BodyTooLarge, MediaTypeUnsupported } from '../refusals.ts'
import { type Body, MAX_TOTAL_FIELD_BYTES, MAX_FIELDS } from './fields.ts'
import { partHeaderOf, parserFor, type PartHeader } from './multipart-parts.ts'
import { readChunks } from './read-chunks.ts'
import { decodeFields, type RawField } from './text.ts'

export type MultipartRefusal = BodyMalformed | BodyTooLarge | MediaTypeUnsupported | TooLarge | Unavailable

export type MultipartDependencies = {
  readonly staging: Pick<Staging, 'receive' | 'discard'>
  readonly maximumUploadBytes: number
}

export type Multipart = {
  readonly source: Readable
  readonly boundary: string
  /** The charset of the whole body. */
  readonly charset: string | undefined
  /** The fields that are files, whatever their parts claim. Other files are skipped. */
  readonly wanted: readonly string[]
}

/** A field being read into memory. */
type Collected = Omit<RawField, 'value'> & { readonly chunks: readonly Buffer[] }

/** A file being written to staging. */
type Reception = {
  readonly name: string
  readonly fileName: string | undefined
  readonly stream: Readable
  readonly received: ResultAsync<StagedFile, MultipartRefusal>
}

const MAX_PARTS = MAX_FIELDS + 20
const malformed: BodyMalformed = { type: 'BodyMalformed' }
const tooManyFields: BodyTooLarge = { type: 'BodyTooLarge', maximumBytes: MAX_TOTAL_FIELD_BYTES }

async function* bytesOf(stream: Readable): ByteStream<BodyMalformed> {
  try {
    for await (const chunk of stream) yield ok(chunk as Buffer)
  } catch {
    yield err(malformed)
  }
}

/**
 * Reads fields into memory and wanted files into staging as they arrive. The first refusal stops it at once, even while
 * the client is still sending, and discards what was staged.
 */
export const readMultipart = async (
  deps: MultipartDependencies,
  { source, boundary, charset, wanted }: Multipart,
): Promise<Result<Body, MultipartRefusal>> => {
  const parser = parserFor(boundary)
  if (parser === null) return err(malformed)
  const stop = new AbortController()
  const texts: Collected[] = []
  const receptions: Reception[] = []
  const refusals: MultipartRefusal[] = []
  const ends: Promise<void>[] = []
  let parts = 0
  let fieldBytes = 0
  let arrived = 0

  const refuse = (refusal: MultipartRefusal): void => {
    refusals.push(refusal)
    stop.abort()
  }

  // Files that nobody wants count too; otherwise a request full of them could go on for ever.
  const mostBytes = 2 * MAX_TOTAL_FIELD_BYTES + deps.maximumUploadBytes * (wanted.length + 1)

  const count = (bytes: number): boolean => {
    fieldBytes += bytes
    if (fieldBytes > MAX_TOTAL_FIELD_BYTES) refuse(tooManyFields)
    return fieldBytes <= MAX_TOTAL_FIELD_BYTES
  }
  const collect = ({ name, charset: own }: PartHeader, stream: Readable): void => {
    if (texts.length === MAX_FIELDS) return refuse(tooManyFields)
    const chunks: Buffer[] = []
    texts.push({ name: Buffer.from(name, 'latin1'), charset: own, chunks })
    if (!count(name.length)) return
    ends.push(new Promise((resolve) => void stream.once('end', resolve)))
    stream.on('data', (chunk: Buffer) => (count(chunk.length) ? chunks.push(chunk) : 0))
  }
  const receive = ({ name, fileName }: PartHeader, stream: Readable): void => {
    const limit = { maximumBytes: deps.maximumUploadBytes }
    const received = deps.staging.receive(bytesOf(stream), limit).orTee(refuse)
    receptions.push({ name, fileName, stream, received })
  }
  const begin = (head: PartHeader | null, stream: Readable): void => {
    if (head === null) return void stream.resume()
    const isWanted = wanted.includes(head.name)
    if (!isWanted && head.fileName === undefined) return collect(head, stream)
    if (isWanted) return receive(head, stream)
    stream.resume()
  }
  parser.on('part', (part) => {
    parts++
    part.on('error', () => undefined)
    if (parts > MAX_PARTS) refuse(tooManyFields)
    else part.once('header', (header) => begin(partHeaderOf(header), part))
  })
  parser.on('error', () => refuse(malformed))

  const aborted = new Promise<void>((resolve) => {
    stop.signal.addEventListener('abort', () => resolve(), { once: true })
  })
  const finished = new Promise<void>((resolve) => void parser.once('finish', resolve))

  /** Feeds one chunk at a time, so that an exception of the parser is thrown here. */
  const feed = (chunk: Buffer): Promise<void> =>
    new Promise((resolve) => {
      // The parser ignores what comes after the last boundary, and then no longer calls back.
      if (!parser.writable) return resolve()
      void finished.then(resolve)
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
  if (readEnd === 'interrupted') refuse(malformed)
  if (readEnd === 'ended' && arrived > 0) parser.end()
  // The parser does not wait for parts that end exactly with a chunk, so they are awaited here.
  if (arrived > 0) await Promise.race([aborted, finished.then(() => Promise.all(ends))])
  return settle(deps, { texts, charset, receptions, refusal: refusals[0] })
}

type Parts = {
  readonly texts: readonly Collected[]
  readonly charset: string | undefined
  readonly receptions: readonly Reception[]
  readonly refusal: MultipartRefusal | undefined
}

/** Waits until every file has arrived or was aborted, so that none is left in staging. */
const settle = async (
  { staging }: MultipartDependencies,
  { texts, charset, receptions, refusal }: Parts,
): Promise<Result<Body, MultipartRefusal>> => {
  if (refusal !== undefined) for (const { stream } of receptions) stream.destroy(new Error('the request was refused'))
  let refused = refusal
  const raw = texts.map((text): RawField => ({ ...text, value: Buffer.concat(text.chunks) }))
  const files: Record<string, StagedFile> = {}
  const emptied = new Set<string>()
  for (const { name, fileName, received } of receptions) {
    const result = await received
    if (result.isErr()) {
      refused ??= result.error
      continue
    }
    // A browser sends an empty part with an empty file name if no file was chosen. Without any file name it is an empty text.
    const isFile = result.value.bytes > 0 || (fileName ?? '') !== ''
    if (isFile && files[name] === undefined) {
      files[name] = result.value
      continue
    }
    // Of several files with one name, the first counts.
    await staging.discard(result.value)
    if (!isFile && fileName === undefined) emptied.add(name)
  }
  for (const name of emptied)
    if (files[name] === undefined) raw.push({ name: Buffer.from(name), value: Buffer.alloc(0) })
  const fields = refused === undefined ? decodeFields(raw, charset) : err(refused)
  if (fields.isOk()) return ok({ fields: fields.value, files })
  for (const file of Object.values(files)) await staging.discard(file)
  return err(fields.error)
}
