import type { ResultAsync } from 'neverthrow'
import type { Soundhub } from '#application/soundhub.ts'
import type { World } from '../world.ts'

/** Prepares a world, the same each time, and answers what somebody then does. */
export type Scene = (on: World) => Promise<(app: Soundhub) => ResultAsync<unknown, unknown>>
