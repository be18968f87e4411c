/** The typed HTTP client, generated from the API document. */
export * from '#adapters/client/soundhub.ts'
