/** Passwords hashed with Argon2id, and the common ones known by a list. */
export { Argon2PasswordHasher } from '#adapters/argon2/argon2-password-hasher.ts'
export { ZxcvbnCommonPasswords } from '#adapters/zxcvbn/zxcvbn-common-passwords.ts'
