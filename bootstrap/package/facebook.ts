/** Logins with Facebook. */
export { type FacebookApp, FacebookGraph, type FacebookOptions } from '#adapters/facebook/facebook-graph.ts'
