import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import { ResultAsync } from 'neverthrow'
import { type Outcome, unavailable } from '#application/shared/outcome.ts'
import type { MediaPath } from '#domain/track/track.ts'
import type { S3Bucket } from './s3-bucket.ts'

/** A track of 15 minutes is heard to its end, even by a player that reads on as it plays. */
const DEFAULT_SECONDS = 30 * 60

/** A request for a stored file, and the headers that it is to be answered with. */
export type FileRequest = {
  readonly path: MediaPath
  /** A signature is for one method. A range may be asked for with GET. */
  readonly method: 'GET' | 'HEAD'
  readonly contentType: string
  readonly disposition: string
  readonly cacheControl: string
}

/** An address that works for this long. */
export type SignedUrl = { readonly url: string; readonly seconds: number }

/** Signs addresses at which anybody may read a file of a private bucket for a while. Asks nothing of the bucket. */
export const signedUrls =
  ({ client, name }: S3Bucket, { seconds = DEFAULT_SECONDS }: { readonly seconds?: number } = {}) =>
  ({ path, method, contentType, disposition, cacheControl }: FileRequest): Outcome<SignedUrl> => {
    const asked = {
      Bucket: name,
      Key: path,
      ResponseContentType: contentType,
      ResponseContentDisposition: disposition,
      ResponseCacheControl: cacheControl,
    }
    const command = method === 'GET' ? new GetObjectCommand(asked) : new HeadObjectCommand(asked)
    return ResultAsync.fromPromise(getSignedUrl(client, command, { expiresIn: seconds }), (cause) =>
      unavailable('files', cause),
    ).map((url) => ({ url, seconds }))
  }
