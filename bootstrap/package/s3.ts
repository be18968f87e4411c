/** Media in a bucket of S3, or of a storage that speaks its API. */
export { S3BlobStore } from '#adapters/s3/s3-blob-store.ts'
export { openS3Bucket, type S3Bucket, type S3Location, type S3Patience } from '#adapters/s3/s3-bucket.ts'
export { type FileRequest, type SignedUrl, signedUrls } from '#adapters/s3/signed-urls.ts'
