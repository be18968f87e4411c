import { hash } from 'node:crypto'
import { okAsync } from 'neverthrow'
import type { Digest } from '#application/shared/system.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { Secret, SecretDigest } from '#domain/account/secret.ts'

/** SHA-256 as OpenSSL computes it. */
export class SystemDigest implements Digest {
  text(text: string): Outcome<string> {
    return okAsync(hash('sha256', text, 'hex'))
  }

  secret(secret: Secret): Outcome<SecretDigest> {
    return okAsync(hash('sha256', secret, 'hex') as SecretDigest)
  }
}
