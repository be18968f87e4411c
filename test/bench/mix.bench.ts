/**
 * `npm run bench:mix -- [rounds] [wasm]`: what a mix of eight three-minute stems in mixed formats costs, beside a plain `ffmpeg amix` of the same
 * files in the same run. Only the ratios mean something; the machine may be shared. With `wasm`, Soundhub has ffmpeg as WebAssembly, and
 * growth is not measured.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { median } from './figures.ts'
import { EIGHT, newBench, type Recording, timed } from './mix-song.ts'

const ROUNDS = Number(process.argv[2] ?? 3)
const SECONDS = 180
const isWasm = process.argv[3] === 'wasm'
/** So many times as long are long songs. */
const LONG = 4

const bench = await newBench({ isWasm })
const { at, command, record, song, ingest, mix, forget } = bench
await record(EIGHT, SECONDS)

const amix = (): Promise<unknown> => {
  const inputs = EIGHT.flatMap(([name]) => ['-i', at(name)])
  const graph = `amix=inputs=${EIGHT.length}:normalize=0`
  return command(...inputs, '-filter_complex', graph, '-q:a', '2', at('out.mp3'))
}

/** Where python3-pydub is installed. */
const PYDUB = `
import sys
from pydub import AudioSegment
names = sys.argv[1:-1]
song = AudioSegment.from_file(names[0])
for name in names[1:]: song = song.overlay(AudioSegment.from_file(name))
song.export(sys.argv[-1], format='mp3', parameters=['-q:a', '2'])`
const pydub = (): Promise<unknown> =>
  promisify(execFile)('python3', ['-c', PYDUB, ...EIGHT.map(([name]) => at(name)), at('pydub.mp3')])

const times: Record<string, number[]> = {}
const take = async (what: string, work: () => Promise<unknown>): Promise<void> => {
  ;(times[what] ??= []).push(await timed(work))
}
const ratio = (what: string, to: string): number => median(times[what]!) / median(times[to]!)

for (let round = 0; round < ROUNDS; round++) {
  await take('amix', amix)
  const fresh = await song(EIGHT)
  await forget()
  await take('uploads', () => mix(fresh))
  await forget()
  await take('stems', () => mix(fresh))
  await take('again', () => mix(fresh))
  await take('decode', () => command('-i', at('1.mp3'), '-f', 'null', '-'))
  const single = await song(EIGHT.slice(0, 1))
  await take('ingest', () => ingest(single))
  await take('amix', amix)
}

const measureGrowth = async (): Promise<void> => {
  const doubled: readonly Recording[] = EIGHT.flatMap((one) => [one, one])
  const sixteen = await song(doubled)
  await mix(sixteen)
  for (let round = 0; round < ROUNDS; round++) await take('sixteen', () => mix(sixteen))
  await record(EIGHT, LONG * SECONDS)
  const long = await song(EIGHT)
  await mix(long)
  for (let round = 0; round < ROUNDS; round++) await take('long', () => mix(long))
}

const hasPydub = await pydub().then(
  () => true,
  () => false,
)
if (hasPydub) await take('pydub', pydub)

if (!isWasm) await measureGrowth()
await bench.close()

console.log(`${EIGHT.length} stems of ${SECONDS} s; ffmpeg amix to MP3 V2: ${median(times['amix']!).toFixed(2)} s`)
const rows = [
  ['recipe changed, stems in the cache', ratio('again', 'amix'), 0.5],
  ['stems from the blob store', ratio('stems', 'amix'), 0.75],
  ['from the uploads, nothing ingested', ratio('uploads', 'amix'), 0.9],
  ['ingest of an MP3, against decoding it to nothing', ratio('ingest', 'decode'), 3.5],
  ...(isWasm
    ? []
    : ([
        ['16 stems, against 8', ratio('sixteen', 'again'), 2.1],
        [`${LONG} times as long`, ratio('long', 'again'), 4.2],
      ] as const)),
  ...(hasPydub ? ([['against pydub', ratio('again', 'pydub'), 0.25]] as const) : []),
] as const
for (const [what, found, goal] of rows) console.log(`${what}: ${found.toFixed(2)}× (goal ${goal}×)`)
if (rows.some(([, found, goal]) => found > goal)) process.exitCode = 1
if (!hasPydub) console.log('pydub is not installed here')
