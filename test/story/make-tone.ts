/** `node test/story/make-tone.ts <seconds> <hertz…>`: a WAV of these tones at −12 dB each, to standard output. */
import { interleave, side, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { mixBlock } from '#domain/mix/mixer.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'

const LEVEL = 0.25
const [seconds = 3, ...hertz] = process.argv.slice(2).map(Number)
const tones = hertz.map((one) => tone(one, seconds * SAMPLE_RATE, LEVEL))
const sum = mixBlock(tones.map((one) => interleave(one, one)))
process.stdout.write(waveFile({ channels: [side(sum, 0), side(sum, 1)], sample: 'pcm16' }))
