/** Uploads, media and decoded stems as files in folders of this machine. */
export { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
export { FileSystemStemCache } from '#adapters/file-system/file-system-stem-cache.ts'
export { FileSystemPartialUploads } from '#adapters/file-system/file-system-partial-uploads.ts'
export { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
export { makeTemporaryFolder } from '#adapters/file-system/temporary.ts'
