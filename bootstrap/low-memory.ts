import { totalmem } from 'node:os'
import { setFlagsFromString } from 'node:v8'

/** Machines and containers with up to 2 GiB. */
const LITTLE = 2 * 1024 ** 3

const memory = (): number => Math.min(totalmem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)

export const hasLittleMemory = (): boolean => memory() <= LITTLE

/**
 * From now on WebAssembly is compiled by V8's baseline compiler alone. Optimising PGlite takes 500 MB for a while and keeps
 * 150 MB; without it queries, the mixer's kernels and ffmpeg as WebAssembly take two to three times as long. It has to be
 * said before PGlite is loaded.
 */
export const spareMemory = (): void => {
  for (const flag of ['--liftoff', '--no-wasm-tier-up', '--no-wasm-dynamic-tiering']) setFlagsFromString(flag)
}
