/** Logins that Google vouches for. */
export { GoogleIdTokens, type GoogleOptions } from '#adapters/google/google-id-tokens.ts'
