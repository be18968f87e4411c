import { GoogleIdTokens } from '#adapters/google/google-id-tokens.ts'
import { openKeyServer } from '#test/adapters/google/key-server.ts'
import { claims, CLIENT, ISSUERS, newKey, tokenOf } from '#test/adapters/google/tokens.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { googleContract } from '#adapters/testing/contracts/account/google-contract.ts'

const keyOfThisFile = newKey('RS256', 'rsa-1')

googleContract('by ID tokens', async () => {
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
})
