import type { ResultAsync } from 'neverthrow'
import { expect } from 'vitest'
import { type World, world } from './world.ts'

/** What somebody did, and in what world: everything that is needed to do it again and again. */
export type Story<Given> = {
  readonly given: (on: World) => Promise<Given>
  readonly act: (on: World, given: Given) => ResultAsync<unknown, unknown>
  /** Calls whose failure changes nothing for who asked, as `port.method`. */
  readonly forgives?: readonly string[]
  /** What must not change when it fails; all rows, files and mails unless told otherwise. */
  readonly look?: (on: World) => Promise<unknown>
}

/** Everything that can be seen from outside and stays: rows, files, mails. */
export const everything = async (on: World) => ({
  rows: await on.rows(),
  files: on.files.paths(),
  mails: on.mails(),
})

const told = async <Given>({ given, act, look = everything }: Story<Given>, failing: number) => {
  const on = world()
  const start = await given(on)
  const before = await look(on)
  on.fault.arm(failing)
  const outcome = await act(on, start)
  on.fault.disarm()
  return { outcome, before, after: await look(on), calls: on.fault.calls, hasFailed: on.fault.hasFailed }
}

/**
 * Tells the story once for every call of a port in it, with that call failing: it must end as `Unavailable` and leave
 * everything as it was. Answers the calls that were made to fail.
 */
export const saysSoWhenAnythingFails = async <Given>(story: Story<Given>): Promise<readonly string[]> => {
  const failed: string[] = []
  for (let failing = 0; ; failing++) {
    const { outcome, before, after, calls, hasFailed } = await told(story, failing)
    if (!hasFailed) return failed
    const call = calls.at(-1)!
    failed.push(call)
    if (story.forgives?.includes(call) === true) continue
    expect(outcome.isErr() && outcome.error, call).toMatchObject({ type: 'Unavailable' })
    expect(after, call).toEqual(before)
  }
}
