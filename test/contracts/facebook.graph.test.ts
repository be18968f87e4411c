import * as vitest from 'vitest'
import { FacebookGraph } from '#adapters/facebook/facebook-graph.ts'
import { APP, graphError, known, openGraphServer } from '#test/adapters/facebook/graph-server.ts'
import { facebookTokensContract } from '#adapters/testing/contracts.ts'
import { NOON, unique } from '#adapters/testing/fixtures.ts'

facebookTokensContract(
  vitest,
  async () => {
    const server = await openGraphServer()
    return {
      subject: {
        facebook: new FacebookGraph({ app: APP, graphUrl: server.url, now: () => NOON }),
        issue: ({ subject, email }) => {
          const token = unique('EAAB')
          server.know(token, known(subject, { me: { email: email ?? undefined } }))
          return token
        },
      },
      breakDown: async () => server.answerWith('debug_token', graphError(500, { code: 2 })),
      repair: async () => server.answerWith('debug_token', null),
      close: server.close,
    }
  },
  { name: 'by Graph' },
)
