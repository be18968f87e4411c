import { err, ok } from 'neverthrow'
import { expect, test } from 'vitest'
import { arriving, gatherBlocks } from '#adapters/testing/sound/streams.ts'
import { itemsOf } from '#adapters/testing/sound/results.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { flacDecoder } from '#domain/sound/flac-decoder.ts'
import { readFlacHead } from '#domain/sound/flac-head.ts'
import { flacBlocks } from '#domain/sound/flac-stream.ts'
import { quantised } from '#domain/sound/pcm.ts'
import { madeByFfmpeg } from '#test/audio/encoded.ts'
import { valueIn } from '#test/domain/outcome.ts'
import { music } from '#test/domain/sounds.ts'

const FRAMES = 100_001

const sound = quantised(music(FRAMES, 3, 0.5), 0)
const [left, right] = [0, 1].map((side) => sound.filter((_, at) => at % 2 === side)) as [Float32Array, Float32Array]
const stereo = waveFile({ channels: [left, right] })
const mono = waveFile({ channels: [left] })

const WAYS: readonly (readonly [string, Uint8Array, string])[] = [
  ['as stems are kept', stereo, '-compression_level 5 -sample_fmt s32 -bits_per_raw_sample 24'],
  ['with no prediction to speak of', stereo, '-compression_level 0 -sample_fmt s32 -bits_per_raw_sample 24'],
  ['as small as can be', stereo, '-compression_level 12 -sample_fmt s32 -bits_per_raw_sample 24'],
  ['with middle and side', stereo, '-ch_mode mid_side -sample_fmt s32 -bits_per_raw_sample 24'],
  ['with right and side', stereo, '-ch_mode right_side -sample_fmt s32 -bits_per_raw_sample 24'],
  ['with left and side', stereo, '-ch_mode left_side -sample_fmt s32 -bits_per_raw_sample 24'],
  ['in 16 bits', stereo, '-sample_fmt s16'],
  ['in mono', mono, '-sample_fmt s32 -bits_per_raw_sample 24'],
  ['in blocks of 16', stereo, '-frame_size 16 -sample_fmt s32 -bits_per_raw_sample 24'],
  ['in blocks of 16,384', stereo, '-frame_size 16384 -sample_fmt s32 -bits_per_raw_sample 24'],
]

/** As ffmpeg decodes it, in stereo and 32 bits. */
const decodedByFfmpeg = async (flac: Uint8Array): Promise<Float32Array> => {
  const both = 'pan=stereo|c0=c0|c1=c0'
  const isMono = valueIn(readFlacHead(flac)).format.channels === 1
  const raw = await madeByFfmpeg(flac, [
    '-f',
    'flac',
    '-i',
    'input.wav',
    ...(isMono ? ['-af', both] : []),
    '-f',
    's32le',
    'out.raw',
  ])
  return Float32Array.from({ length: raw.length / 4 }, (_, at) => raw.readInt32LE(4 * at) / 2 ** 31)
}

test.each(WAYS)('what ffmpeg wrote %s is decoded to the samples that it reads itself', async (_, wave, how) => {
  const flac = await madeByFfmpeg(wave, ['-i', 'input.wav', '-c:a', 'flac', ...how.split(' '), 'out.flac'])
  const heard = valueIn(await gatherBlocks(flacBlocks(arriving(flac))))
  expect(heard.length).toBe(2 * FRAMES)
  expect(Buffer.from(heard.buffer).equals(Buffer.from((await decodedByFfmpeg(flac)).buffer))).toBe(true)
})

test('from any byte on, what ffmpeg wrote is found in its place', async () => {
  const how = '-c:a flac -compression_level 5 -sample_fmt s32 -bits_per_raw_sample 24'
  const flac = new Uint8Array(await madeByFfmpeg(stereo, ['-i', 'input.wav', ...how.split(' '), 'out.flac']))
  const { format, audioStart } = valueIn(readFlacHead(flac))
  const decoder = flacDecoder(format)
  for (let from = audioStart; from < flac.length - 20_000; from += 9973) {
    const { firstFrame, length, samples } = valueIn(decoder.nextFrame(flac, from))
    const there = sound.subarray(2 * firstFrame, 2 * (firstFrame + length))
    expect(Buffer.from(samples.buffer).equals(Buffer.from(there.slice().buffer))).toBe(true)
  }
})

test('what ffmpeg wrote and was cut is heard up to the last whole frame, and said to be damaged', async () => {
  const flac = await madeByFfmpeg(stereo, ['-i', 'input.wav', '-c:a', 'flac', '-frame_size', '4608', 'out.flac'])
  const blocks = await itemsOf(flacBlocks(arriving(flac.subarray(0, flac.length - 20))))
  expect(blocks.slice(0, -1).every((block) => block.isOk())).toBe(true)
  expect(blocks).toHaveLength(Math.ceil(FRAMES / 4608))
  expect(blocks.at(-1)).toEqual(err({ type: 'FlacDamaged', byte: expect.any(Number) as number }))
  expect(blocks[0]).toEqual(ok(expect.any(Float32Array)))
})
