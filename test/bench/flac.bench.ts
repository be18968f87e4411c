/**
 * Decodes a stem as the page does, 48 kHz, 24 bits, stereo, written by ffmpeg: processor time of 32 that play at once, as a
 * share of a core. `npm run bench:flac -- [minutes] [rounds]`
 */
import { flacDecoder } from '#domain/sound/flac-decoder.ts'
import { readFlacHead } from '#domain/sound/flac-head.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { madeByFfmpeg } from '#test/audio/encoded.ts'
import { music } from '#test/domain/sounds.ts'
import { median } from './figures.ts'

const minutes = Number(process.argv[2] ?? 1)
const rounds = Number(process.argv[3] ?? 7)
const STEMS = 32
const GOAL = 0.2

const sound = music(minutes * 60 * SAMPLE_RATE, 3, 0.5)
const channels = [0, 1].map((side) => sound.filter((_, at) => at % 2 === side))
const how = '-c:a flac -compression_level 5 -sample_fmt s32 -bits_per_raw_sample 24 out.flac'
const flac = new Uint8Array(await madeByFfmpeg(waveFile({ channels }), ['-i', 'input.wav', ...how.split(' ')]))
const { format, audioStart } = readFlacHead(flac)._unsafeUnwrap()

/** Seconds of processor time. */
const decode = (): number => {
  const decoder = flacDecoder(format)
  const { user } = process.threadCpuUsage()
  for (let at = audioStart; at < flac.length;) at = decoder.frameAt(flac, at)._unsafeUnwrap().endByte
  return (process.threadCpuUsage().user - user) / 1e6
}

// The first is for the compiler.
const [, ...taken] = Array.from({ length: rounds + 1 }, decode)
const share = (STEMS * median(taken)) / (60 * minutes)
const mebibytes = (flac.length / 2 ** 20 / minutes).toFixed(1)
console.log(`${mebibytes} MiB a minute; decoded at ${(STEMS / share).toFixed(0)}× its speed`)
console.log(`${STEMS} stems at once: ${(100 * share).toFixed(1)} % of a core, goal ≤ ${100 * GOAL} %`)
process.exitCode = share <= GOAL ? 0 : 1
