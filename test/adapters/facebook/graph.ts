import { expect } from 'vitest'
import { FacebookGraph, type FacebookOptions } from '#adapters/facebook/facebook-graph.ts'
import { NOON } from '#adapters/testing/fixtures.ts'
import { APP, type GraphServer, known, newGraphServer } from './graph-server.ts'

export const TOKEN = 'EAAB0marked-token.of_mina'
export const MINA = '1207059000000012345'

export const graphOn = (server: GraphServer, given: Partial<FacebookOptions> = {}) =>
  new FacebookGraph({ app: APP, graphUrl: server.url, now: () => NOON, ...given })

/** Graph knows Mina's token, with these differences. */
export const newGraph = async (differences: Parameters<typeof known>[1] = {}, given: Partial<FacebookOptions> = {}) => {
  const server = await newGraphServer()
  server.know(TOKEN, known(MINA, differences))
  return { server, tokens: graphOn(server, given) }
}

export const REFUSED = { type: 'ProviderRefused', provider: 'facebook' }
export const DOWN = { type: 'Unavailable', what: 'facebook' }

/** Everything a refusal or an outage carries, causes of causes included. */
const spelledOut = (value: unknown): string =>
  value instanceof Error
    ? `${value.stack} ${value.message} ${spelledOut(value.cause)} ${JSON.stringify(Object.entries(value))}`
    : JSON.stringify(value, (_, inner: unknown) => (inner instanceof Error ? spelledOut(inner) : inner))

export const expectNoSecretIn = (value: unknown): void => {
  for (const secret of [TOKEN, APP.secret]) expect(spelledOut(value)).not.toContain(secret)
}
