import { S3Client } from '@aws-sdk/client-s3'

/** How long each try of a request may take, and how many there are. */
export type S3Patience = {
  /** Tries of one request; only what may be repeated is tried again. Default 3. */
  readonly attempts: number
  /** Until the connection is there, in milliseconds. Default 5 s. */
  readonly connectMs: number
  /** Until the answer begins, what is uploaded included: 5 MB at most. Default 15 s. */
  readonly answerMs: number
  /** Between two pieces of an answer; a slow reader does not count. Default 15 s. */
  readonly silenceMs: number
}

/** Where a bucket is. */
export type S3Location = {
  readonly bucket: string
  readonly region: string
  /** Of a storage that is not Amazon's, such as `https://<account>.r2.cloudflarestorage.com`. */
  readonly endpoint?: string | undefined
  /** `endpoint/bucket/key` instead of `bucket.endpoint/key`. Default `false`. */
  readonly forcePathStyle?: boolean
  /** `when-required` for storages that refuse the checksums of Amazon's SDK. Default `when-supported`. */
  readonly checksums?: 'when-supported' | 'when-required'
  /** Default: AWS's own chain (environment, profile, container, instance). */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  readonly patience?: Partial<S3Patience>
}

/** A bucket that can be asked. */
export type S3Bucket = {
  readonly name: string
  readonly client: S3Client
  readonly silenceMs: number
  /** Closes its connections. */
  close(): void
}

const PATIENCE: S3Patience = { attempts: 3, connectMs: 5_000, answerMs: 15_000, silenceMs: 15_000 }

/** Every download that goes through this server holds one until it ends. */
const MAX_SOCKETS = 500

/** Makes a client for the bucket; nothing is asked yet. */
export const openS3Bucket = (location: S3Location): S3Bucket => {
  const { attempts, connectMs, answerMs, silenceMs } = { ...PATIENCE, ...location.patience }
  const client = new S3Client({
    region: location.region,
    ...(location.endpoint === undefined ? {} : { endpoint: location.endpoint }),
    ...(location.credentials === undefined ? {} : { credentials: location.credentials }),
    forcePathStyle: location.forcePathStyle ?? false,
    requestChecksumCalculation: location.checksums === 'when-required' ? 'WHEN_REQUIRED' : 'WHEN_SUPPORTED',
    // It would wrap the stream, which then ends neither by an error nor by being destroyed. Bytes are counted instead.
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Parts are in memory already, and not every storage answers it.
    expectContinueHeader: false,
    maxAttempts: attempts,
    requestHandler: {
      connectionTimeout: connectMs,
      requestTimeout: answerMs,
      throwOnRequestTimeout: true,
      // A listener who pauses is silent, too.
      socketTimeout: 0,
      httpAgent: { maxSockets: MAX_SOCKETS },
      httpsAgent: { maxSockets: MAX_SOCKETS },
    },
  })
  return { name: location.bucket, client, silenceMs, close: () => client.destroy() }
}
