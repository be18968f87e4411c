import { createHash } from 'node:crypto'
import type { Secret, SecretDigest } from '#domain/account/secret.ts'
import type { Digest } from '#application/shared/system.ts'

/** SHA-256 as OpenSSL computes it. */
export class SystemDigest implements Digest {
  readonly secret = (secret: Secret): SecretDigest =>
    createHash('sha256').update(secret, 'utf8').digest('hex') as SecretDigest
}
