import { S3ServiceException } from '@aws-sdk/client-s3'

const isOf = (cause: unknown, status: number, ...names: readonly string[]): boolean =>
  cause instanceof S3ServiceException && cause.$metadata.httpStatusCode === status && names.includes(cause.name)

/** There is nothing under this key, or no bucket: an answer to HEAD has no body that would tell. */
export const isNothingThere = (cause: unknown): boolean => isOf(cause, 404, 'NotFound', 'NoSuchKey')

/** There is nothing under this key any more. */
export const isGone = (cause: unknown): boolean => isOf(cause, 404, 'NoSuchKey', 'NoSuchUpload')

/** The storage does not know this operation or header. */
export const isNotImplemented = (cause: unknown): boolean => isOf(cause, 501, 'NotImplemented')
