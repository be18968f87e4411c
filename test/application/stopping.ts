import { errAsync, ResultAsync } from 'neverthrow'
import type { Ports } from '#application/ports.ts'
import { gate } from '#adapters/testing/contracts/subject.ts'
import { intercepted, STREAMS } from './intercepted.ts'

/** The ports that a track is ingested with. */
const OF_INGEST = [
  'unitOfWork',
  'audioSniffer',
  'audioDecoder',
  'audioEncoder',
  'staging',
  'blobs',
] as const satisfies readonly (keyof Ports)[]

const isPromised = (given: unknown): given is ResultAsync<unknown, unknown> => given instanceof ResultAsync

async function* late(waiting: Promise<void>, items: () => AsyncIterable<unknown>) {
  await waiting
  yield* items()
}

/** A worker's ports that stop before the call of this number, from 0, whichever it is, until they are let go. */
export const stoppingAt = (ports: Ports, stop: number) => {
  const [stopped, held] = [gate(), gate()]
  const calls: string[] = []
  const waits = async (): Promise<void> => {
    stopped.open()
    await held.opened
  }
  const through = <Port extends object>(port: Port, name: string): Port =>
    intercepted(port, name, (called, act) => {
      if (calls.push(called) - 1 !== stop) return act()
      if (STREAMS.has(called)) return late(waits(), act as () => AsyncIterable<unknown>)
      return ResultAsync.fromSafePromise(waits()).andThen(() => {
        const answer = act()
        return isPromised(answer) ? answer : errAsync('no port answers so')
      })
    })
  return {
    ports: Object.fromEntries(OF_INGEST.map((name) => [name, through(ports[name], name)])) as Pick<
      Ports,
      (typeof OF_INGEST)[number]
    >,
    /** What was called, `port.method` each, in order. */
    calls,
    stopped: stopped.opened.then(() => true as const),
    release: held.open,
  }
}
