import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsCommand,
} from '@aws-sdk/client-s3'
import { ResultAsync } from 'neverthrow'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import type {
  Blob,
  BlobStore,
  ByteRange,
  StagedFile,
  Staging,
  StoredFile,
} from '#application/track/staging-and-blob-store.ts'
import { mediaTypeOf } from '#application/track/media-type.ts'
import { type Instant, instant } from '#domain/shared/instant.ts'
import type { MediaPath } from '#domain/track/track.ts'
import { objectBytes } from './object-bytes.ts'
import type { S3Bucket } from './s3-bucket.ts'
import { isGone, isNothingThere, isNotImplemented } from './s3-error.ts'
import { uploadStaged } from './upload-staged.ts'

/** The most that S3 lists in one answer. */
const PAGE = 1000

const REMOVED_AT_ONCE = 8

/** The content at a path never changes. */
const FOR_EVER = 'public, max-age=31536000, immutable'

const PREFIX = 'user_'
/** A bucket may hold other things, too. */
const OF_USERS = /^user_\d+\//
const KEY = /^\w[\w.-]*(\/\w[\w.-]*)*$/

/** The path as a key. Paths are made by the core and never come from a client; this is the second lock on that door. */
const keyOf = (path: string): string => {
  if (!KEY.test(path)) throw new Error(`${JSON.stringify(path)} is no key of a stored file`)
  return path
}

/**
 * Stores media files as objects of a bucket, under their paths. Uploads come from any staging area; S3 shows an object
 * whole or not at all. Reading asks for the object's size first, and for its bytes when they are read.
 */
export class S3BlobStore implements BlobStore {
  readonly #bucket: S3Bucket
  readonly #staging: Staging

  constructor(options: { readonly bucket: S3Bucket; readonly staging: Staging }) {
    this.#bucket = options.bucket
    this.#staging = options.staging
  }

  keep(file: StagedFile, path: MediaPath): Outcome<void> {
    return outcome(() => this.#keep(file, keyOf(path)))
  }

  read(path: MediaPath, range?: ByteRange): Outcome<Blob | null> {
    return outcome(() => this.#read(keyOf(path), range))
  }

  list(after: MediaPath | null, limit: number): Outcome<readonly StoredFile[]> {
    return outcome(() => this.#list(PREFIX, after ?? undefined, limit))
  }

  remove(path: MediaPath): Outcome<void> {
    return outcome(() => this.#remove(keyOf(path)))
  }

  removeFolder(folder: string): Outcome<void> {
    return outcome(() => this.#removeBelow(`${keyOf(folder.replace(/\/+$/, ''))}/`))
  }

  abortUnfinished(before: Instant): Outcome<number> {
    return outcome(() => this.#abortUnfinished(before))
  }

  async #keep(file: StagedFile, key: string): Promise<void> {
    if ((await this.#sizeOf(key)) !== null) return
    const headers = { ContentType: mediaTypeOf(key), CacheControl: FOR_EVER }
    try {
      await uploadStaged({ bucket: this.#bucket, staging: this.#staging, file, key, headers })
    } catch (cause) {
      // Done, but the answer was lost, so that the next try found the object there; or another process was first.
      if ((await this.#sizeOf(key).catch(() => null)) === null) throw cause
    }
  }

  async #read(key: string, range?: ByteRange): Promise<Blob | null> {
    const size = await this.#sizeOf(key)
    if (size !== null) return { size, bytes: objectBytes(this.#bucket, key, size, range) }
    // A bucket that is not there, or not ours, says nothing about its objects.
    await this.#bucket.client.send(new HeadBucketCommand({ Bucket: this.#bucket.name }))
    return null
  }

  async #sizeOf(key: string): Promise<number | null> {
    try {
      const head = await this.#bucket.client.send(new HeadObjectCommand({ Bucket: this.#bucket.name, Key: key }))
      return head.ContentLength ?? 0
    } catch (cause) {
      if (isNothingThere(cause)) return null
      throw cause
    }
  }

  /** By the first version of the list: the second one is not there on every storage, and says no more. */
  async #list(prefix: string, after: string | undefined, limit: number): Promise<readonly StoredFile[]> {
    const found: StoredFile[] = []
    let last = after
    for (let isMore = true; isMore && found.length < limit;) {
      const page = await this.#bucket.client.send(
        new ListObjectsCommand({
          Bucket: this.#bucket.name,
          Prefix: prefix,
          MaxKeys: Math.min(PAGE, limit - found.length),
          ...(last === undefined ? {} : { Marker: last }),
        }),
      )
      for (const { Key = '', LastModified } of page.Contents ?? []) {
        last = Key
        if (OF_USERS.test(Key))
          found.push({ path: Key as MediaPath, modifiedAt: instant(LastModified?.getTime() ?? Number.NaN) })
      }
      isMore = page.IsTruncated === true
    }
    return found
  }

  async #remove(key: string): Promise<void> {
    try {
      await this.#bucket.client.send(new DeleteObjectCommand({ Bucket: this.#bucket.name, Key: key }))
    } catch (cause) {
      if (!isGone(cause)) throw cause
    }
  }

  /** One by one: of a batch, older storages want an MD5 that the SDK no longer sends. */
  async #removeBelow(prefix: string): Promise<void> {
    for (;;) {
      const files = await this.#list(prefix, undefined, PAGE)
      if (files.length === 0) return
      for (let at = 0; at < files.length; at += REMOVED_AT_ONCE)
        await Promise.all(files.slice(at, at + REMOVED_AT_ONCE).map(({ path }) => this.#remove(path)))
    }
  }

  async #abortUnfinished(before: Instant): Promise<number> {
    let aborted = 0
    for await (const { Key, UploadId, Initiated } of this.#unfinished()) {
      if (Key === undefined || !OF_USERS.test(Key) || Initiated === undefined || Initiated.getTime() >= before) continue
      const upload = new AbortMultipartUploadCommand({ Bucket: this.#bucket.name, Key, UploadId })
      try {
        await this.#bucket.client.send(upload)
        aborted++
      } catch (cause) {
        if (!isGone(cause)) throw cause
      }
    }
    return aborted
  }

  async *#unfinished() {
    const command = { Bucket: this.#bucket.name, Prefix: PREFIX }
    let page: Partial<ListMultipartUploadsCommandOutput> = {}
    do {
      const from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
      page = await this.#bucket.client
        .send(new ListMultipartUploadsCommand({ ...command, ...from }))
        .catch((cause: unknown) => {
          // Such a storage drops them by itself.
          if (isNotImplemented(cause)) return {}
          throw cause
        })
      yield* page.Uploads ?? []
    } while (page.IsTruncated === true)
  }
}

const outcome = <Value>(work: () => Promise<Value>): Outcome<Value> =>
  ResultAsync.fromPromise(Promise.resolve().then(work), (cause) => unavailable('files', cause))
