/** Arbitraries for every domain value. They generate valid values only, and the same ones for the same seed. */

export * from './arbitraries/account.ts'
export { ids, instants, instantsAround, pairs } from './arbitraries/basics.ts'
export * from './arbitraries/music.ts'
export { mediaPaths, recordings, tracks } from './arbitraries/tracks.ts'
export * from './arbitraries/recipes.ts'
