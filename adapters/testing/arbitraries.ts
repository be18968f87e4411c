/** Arbitraries of every value of the domain. Each gives what its parser takes, and the same again for the same seed. */

export * from './arbitraries/account.ts'
export { ids, instants, instantsAround, pairs } from './arbitraries/basics.ts'
export * from './arbitraries/music.ts'
