/** `node test/story/make-tone.ts <seconds> <hertz…>`: a WAV of these tones at −12 dB each, to standard output. */
import { interleave, side, tone } from '#adapters/testing/sound/tone.ts'
import { gatherBlocks, playing } from '#adapters/testing/sound/streams.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { mixdown, plainStem } from '#domain/mix/mixer.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'

const LEVEL = 0.25
const [seconds = 3, ...hertz] = process.argv.slice(2).map(Number)
const tones = hertz.map((one) => tone(one, seconds * SAMPLE_RATE, LEVEL))
const sum = (await gatherBlocks(mixdown(tones.map((one) => plainStem(playing(interleave(one, one)))))))._unsafeUnwrap()
process.stdout.write(waveFile({ channels: [side(sum, 0), side(sum, 1)], sample: 'pcm16' }))
