/** The client of Soundhub's API, typed by its document. */
export * from '#adapters/client/soundhub.ts'
