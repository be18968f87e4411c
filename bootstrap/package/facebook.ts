/** Logins that Facebook vouches for. */
export { type FacebookApp, FacebookGraph, type FacebookOptions } from '#adapters/facebook/facebook-graph.ts'
