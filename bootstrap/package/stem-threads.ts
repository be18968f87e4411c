/** Threads that decode stems ahead of a mix, for the `threads` of a `FileSystemStemCache`. */
export { StemThreads } from '#adapters/file-system/stem-threads.ts'
