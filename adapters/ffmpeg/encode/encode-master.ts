import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { MasterRequest, MasterTags } from '#application/track/audio.ts'
import type { BlockStream } from '#domain/sound/block.ts'
import { filesUnavailable } from '../attempt.ts'
import { COVER, COVER_JOB, PICTURE, TAGS } from '../encode-arguments.ts'
import { encodeMp3 } from '../mp3/encode-mp3.ts'
import type { PieceWork } from '../mp3/piece-encoder.ts'
import { id3 } from '../mp3/id3.ts'
import type { InputAborted, RunFault } from '../runner.ts'
import { encodeWhole } from './encode-whole.ts'
import { metadataFile, type WrittenTags, writtenTags } from './tags.ts'

const written = (directory: string, name: string, content: Uint8Array | string): ResultAsync<void, RunFault> =>
  ResultAsync.fromPromise(writeFile(join(directory, name), content), filesUnavailable)

/** The cover as a JPEG, which stays in the attempt's directory, too; `null` if it cannot be decoded. */
const coverOf = async (
  { directory, runner }: PieceWork,
  picture: Uint8Array,
): Promise<Result<Uint8Array | null, RunFault>> => {
  const staged = await written(directory, PICTURE, picture)
  if (staged.isErr()) return err(staged.error)
  const converted = await runner.run(directory, COVER_JOB, new AbortController().signal)
  if (converted.isErr()) return converted.error.type === 'Failed' ? ok(null) : err(converted.error)
  return await ResultAsync.fromPromise(readFile(join(directory, COVER)), filesUnavailable)
}

const prepared = async (
  work: PieceWork,
  tags: MasterTags | undefined,
): Promise<Result<WrittenTags | null, RunFault>> => {
  if (tags === undefined) return ok(null)
  const { cover } = tags
  const converted = cover === null || cover === undefined ? ok(null) : await coverOf(work, cover)
  return converted.map((jpeg) => writtenTags(tags, jpeg))
}

/** Encodes the blocks as the format, with the tags in front or inside. */
export async function* encodeMaster(
  work: PieceWork,
  blocks: BlockStream<InputAborted>,
  { format, tags, frames }: MasterRequest,
): AsyncGenerator<Result<Uint8Array, RunFault | InputAborted>, void, undefined> {
  const header = await prepared(work, tags)
  if (header.isErr()) {
    yield err(header.error)
    return
  }
  const texts = header.value
  if (format === 'mp3') {
    let isFirst = true
    for await (const bytes of encodeMp3(work, blocks, frames)) {
      if (isFirst && bytes.isOk() && texts !== null) yield ok(id3(texts))
      isFirst = false
      yield bytes
    }
    return
  }
  if (texts !== null) {
    const staged = await written(
      work.directory,
      TAGS,
      metadataFile(texts, format === 'opus' && work.runner.abilities.hasLongTexts),
    )
    if (staged.isErr()) {
      yield err(staged.error)
      return
    }
  }
  const hasCover = texts !== null && texts.cover !== null
  yield* encodeWhole(work, blocks, { format, hasTags: texts !== null, hasCover })
}
