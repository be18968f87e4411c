/**
 * `npm run bench:memory -- [requests] [minutes]`: what the server holds in memory after so many requests of a mixed load
 * (a million, unless the minutes are over before), beside what it held after the first minute. The exit code is 1 where
 * it is more than a fifth more.
 */
import { filledServer } from './http/filled-server.ts'
import { mixedPaths } from './http/mixed.ts'
import { load } from './http/rounds.ts'
import { megabytesOf } from './resident.ts'

const MOST_GROWTH = 1.2
const LAP_SECONDS = 15
const FIRST_MINUTE = 60_000
const [requests = '1000000', minutes = '60'] = process.argv.slice(2)

let answered = 0
/** Megabytes after each lap. */
const resident: number[] = []
/** The laps of the first minute. */
let firstLaps = 0
const measure = async (): Promise<void> => {
  await using server = await filledServer({})
  const begin = performance.now()
  for (let lap = 0; answered < Number(requests); lap++) {
    const urls = mixedPaths(lap).map((path) => `${server.url}${path}`)
    const { requestsPerSecond } = await load({ urls }, String(LAP_SECONDS))
    answered += Math.round(requestsPerSecond * LAP_SECONDS)
    const passed = performance.now() - begin
    resident.push(await megabytesOf(server.pid))
    if (firstLaps === 0 && passed >= FIRST_MINUTE) firstLaps = resident.length
    if (firstLaps > 0 && passed >= Number(minutes) * 60_000) break
  }
}
await measure()
const [first = Number.NaN, last = Number.NaN] = [resident[firstLaps - 1], resident.at(-1)]
const growth = last / first
console.log(`${answered} requests: ${first.toFixed(0)} MB after the first minute, ${last.toFixed(0)} MB at the end`)
console.log(`ratio ${growth.toFixed(2)}, at most ${MOST_GROWTH}: ${growth <= MOST_GROWTH ? 'met' : 'MISSED'}`)
console.log(JSON.stringify({ bench: 'memory', requests: answered, resident, growth }))
process.exit(growth <= MOST_GROWTH ? 0 : 1)
