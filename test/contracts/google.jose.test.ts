import * as vitest from 'vitest'
import { GoogleIdTokens } from '#adapters/google/google-id-tokens.ts'
import { openKeyServer } from '#test/adapters/google/key-server.ts'
import { claims, CLIENT, ISSUERS, newKey, tokenOf } from '#test/adapters/google/tokens.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { googleTokensContract } from '#adapters/testing/contracts.ts'

const keyOfThisFile = newKey('RS256', 'rsa-1')

googleTokensContract(
  vitest,
  async () => {
    const key = await keyOfThisFile
    const server = await openKeyServer([key.jwk])
    const options = { clientIds: [CLIENT], issuers: ISSUERS, jwksUrl: server.url, now: () => NOON }
    return {
      subject: {
        google: new GoogleIdTokens(options),
        issue: ({ subject: sub, email }) =>
          tokenOf({ key, claims: claims({ sub, ...(email === null ? { email_verified: false } : { email }) }) }),
      },
      breakDown: async () => server.answerWith('error'),
      repair: async () => server.answerWith('keys'),
      close: server.close,
    }
  },
  { name: 'by ID tokens' },
)
