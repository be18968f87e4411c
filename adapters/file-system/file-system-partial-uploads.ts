import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type Outcome, type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { type AppendTurn, appendTurns } from '#application/track/append-turns.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { AppendRefusal, PartialUploads } from '#application/track/partial-uploads.ts'
import type { UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import {
  type BegunUpload,
  goesOnWhereItEnded,
  neverMoreThanAnnounced,
  type PartialUpload,
  type UploadId,
} from '#domain/track/partial-upload.ts'
import { ignoring } from './durable.ts'
import { fileBytes, SAMPLE_CHUNK_BYTES } from './file-bytes.ts'
import { statOrUndefined } from './rooted-path.ts'

/** `<id>_<owner>_<length>_<expires at>.part`: what is settled stands in the name, so that file and facts appear at once. */
const NAME = /^([0-9a-f]{32})_(\d{1,10})_(\d{1,15})_(\d{1,15})\.part$/

const nameOf = ({ id, owner, length, expiresAt }: BegunUpload): string => `${id}_${owner}_${length}_${expiresAt}.part`

const readName = (name: string): BegunUpload | null => {
  const [, id, owner, length, expiresAt] = NAME.exec(name) ?? []
  return id === undefined
    ? null
    : {
        id: id as UploadId,
        owner: Number(owner) as UserId,
        length: Number(length),
        expiresAt: instant(Number(expiresAt)),
      }
}

/**
 * One file an upload, in a folder that outlives the process; several processes may share it. An upload is as long as its
 * file, so that what was written counts, also when the process is killed.
 */
export class FileSystemPartialUploads implements PartialUploads {
  readonly #folder: string
  readonly #takeTurn = appendTurns()

  /** The folder is created with the first upload. */
  constructor(folder: string) {
    this.#folder = folder
  }

  add(upload: BegunUpload): Outcome<void> {
    return outcome(this.#add(upload))
  }

  byId(id: UploadId): Outcome<PartialUpload | null> {
    return outcome(this.#find(id))
  }

  all(): Outcome<readonly PartialUpload[]> {
    return outcome(this.#all())
  }

  append<Fault>(
    id: UploadId,
    offset: number,
    bytes: ByteStream<Fault>,
  ): ResultAsync<number, AppendRefusal | Fault | Unavailable> {
    return new ResultAsync(this.#takeTurn(id, (turn) => this.#append(id, offset, bytes, turn)))
  }

  async *read(id: UploadId): ByteStream {
    const upload = await this.byId(id)
    if (upload.isErr()) return yield err(upload.error)
    if (upload.value === null) return yield err(unavailable('files', new Error(`no upload ${id}`)))
    yield* fileBytes(this.#pathOf(upload.value), undefined, SAMPLE_CHUNK_BYTES)
  }

  remove(id: UploadId): Outcome<void> {
    return outcome(this.#takeTurn(id, () => this.#remove(id)))
  }

  #pathOf(upload: BegunUpload): string {
    return join(this.#folder, nameOf(upload))
  }

  async #add(upload: BegunUpload): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    await (await open(this.#pathOf(upload), 'wx')).close()
  }

  async #begun(): Promise<readonly BegunUpload[]> {
    const names = (await readdir(this.#folder).catch(ignoring('ENOENT'))) ?? []
    return names.map(readName).filter((upload) => upload !== null)
  }

  async #withOffset(upload: BegunUpload): Promise<PartialUpload | null> {
    const found = await statOrUndefined(this.#pathOf(upload))
    return found?.isFile() === true ? { ...upload, offset: found.size } : null
  }

  async #find(id: UploadId): Promise<PartialUpload | null> {
    const begun = (await this.#begun()).find((upload) => upload.id === id)
    return begun === undefined ? null : this.#withOffset(begun)
  }

  async #all(): Promise<readonly PartialUpload[]> {
    const all = await Promise.all((await this.#begun()).map((upload) => this.#withOffset(upload)))
    return all.filter((upload) => upload !== null)
  }

  async #remove(id: UploadId): Promise<void> {
    const upload = await this.#find(id)
    if (upload !== null) await rm(this.#pathOf(upload), { force: true })
  }

  async #append<Fault>(
    id: UploadId,
    offset: number,
    bytes: ByteStream<Fault>,
    turn: AppendTurn,
  ): Promise<Result<number, AppendRefusal | Fault | Unavailable>> {
    try {
      const upload = await this.#find(id)
      if (upload === null) return err({ type: 'UploadNotFound' })
      const there = goesOnWhereItEnded(offset, upload.offset)
      if (there.isErr()) return err(there.error)
      const file = await open(this.#pathOf(upload), constants.O_WRONLY | constants.O_NOFOLLOW).catch(ignoring('ENOENT'))
      if (file === undefined) return err({ type: 'UploadNotFound' })
      try {
        return await write(file, upload, bytes, turn)
      } finally {
        await file.close()
      }
    } catch (cause) {
      return err(unavailable('files', cause))
    }
  }
}

const write = async <Fault>(
  file: FileHandle,
  upload: PartialUpload,
  bytes: ByteStream<Fault>,
  turn: AppendTurn,
): Promise<Result<number, AppendRefusal | Fault>> => {
  let end = upload.offset
  for await (const piece of turn.whileItLasts(bytes)) {
    if (piece.isErr()) return err(piece.error)
    const next = neverMoreThanAnnounced(upload, end, piece.value.length)
    if (next.isErr()) return err(next.error)
    for (let at = 0; at < piece.value.length;)
      at += (await file.write(piece.value, at, piece.value.length - at, end + at)).bytesWritten
    end = next.value
  }
  // Whoever goes on has to ask where it ended.
  if (turn.isOver()) return err({ type: 'UploadOffsetDiffers', offset: end })
  await file.sync()
  return ok(end)
}

const outcome = <Value>(work: Promise<Value>): Outcome<Value> =>
  ResultAsync.fromPromise(work, (cause) => unavailable('files', cause))
