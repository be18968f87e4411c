/** Logins with Google. */
export { GoogleIdTokens, type GoogleOptions } from '#adapters/google/google-id-tokens.ts'
