import { startChild } from './child.ts'
import type { Loaded } from './load.ts'

const CONNECTIONS = 16

/** What is loaded, and by how many connections and what `Accept`. */
export type Asked = { readonly urls: readonly string[]; readonly accept?: string; readonly connections?: number }

/** Loads a server for so many seconds from a process of its own. */
export const load = async ({ urls, accept, connections = CONNECTIONS }: Asked, seconds: string): Promise<Loaded> => {
  const parameters = [seconds, String(connections), 'GET', ...urls]
  const { said } = await startChild<Loaded>('load.ts', parameters, accept === undefined ? {} : { ACCEPT: accept })
  if (said.failed > 0) throw new Error(`${said.failed} of ${urls[0]} failed`)
  return said
}

/** Loads both once to warm them up, and then in turns, so that whatever else the machine does meets both. */
export const inTurns = async (
  one: Asked,
  other: Asked,
  { rounds, seconds }: { readonly rounds: string; readonly seconds: string },
): Promise<readonly (readonly [one: Loaded, other: Loaded])[]> => {
  await load(one, '1')
  await load(other, '1')
  const pairs: (readonly [Loaded, Loaded])[] = []
  for (let round = 0; round < Number(rounds); round++) {
    const isOneFirst = round % 2 === 0
    const first = await load(isOneFirst ? one : other, seconds)
    const second = await load(isOneFirst ? other : one, seconds)
    pairs.push(isOneFirst ? [first, second] : [second, first])
  }
  return pairs
}
