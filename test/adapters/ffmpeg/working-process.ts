/** `node working-process.ts <ffmpeg> decode|encode <folder>`: works with ffmpeg without end, and says when it does. */
import { ok } from 'neverthrow'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { arriving } from '#adapters/testing/sound/streams.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'

/** More than the pipe to ffmpeg holds: once a few are gone, ffmpeg is there and has read some. */
const BLOCK_SAMPLES = 40_000
const A_FEW = 5

const [named, what, folder = '.'] = process.argv.slice(2)
const audio = new FfmpegAudio(valueOf(await findFfmpeg({ named, searchPath: process.env['PATH'] ?? '' })), { folder })

const ready = (): void => void process.stdout.write('ready\n')

async function* withoutEnd() {
  for (let blocks = 0; ; blocks++) {
    if (blocks === A_FEW) ready()
    yield ok(new Float32Array(BLOCK_SAMPLES))
  }
}

if (what === 'encode') {
  for await (const piece of audio.encode(withoutEnd(), { format: 'flac' })) valueOf(piece)
}

const file = waveFile({ channels: [new Float32Array(2_000_000)] })
for await (const block of audio.decode({ format: 'wav', bytes: arriving(file) }, { maximumFrames: Infinity })) {
  valueOf(block)
  ready()
  await new Promise((resolve) => setInterval(resolve, 1_000_000))
}
