import { expect, test } from 'vitest'
import { flacEncoder } from '#domain/sound/flac-encoder.ts'
import { FLAC_BLOCK_FRAMES } from '#domain/sound/flac-frame-writer.ts'
import { quantised } from '#domain/sound/pcm.ts'
import { madeByFfmpeg } from '#test/audio/encoded.ts'
import { music, noise } from '#test/domain/sounds.ts'

const FRAMES = 140 * FLAC_BLOCK_FRAMES + 1234

/** Music, noise as loud as can be, silence, and what a converter of 16 bits gives. */
const sound = music(FRAMES, 3, 0.5)
sound.set(new Float32Array(50_000).map(noise(5)), 100_000)
sound.fill(0, 200_000, 300_000)
for (let at = 300_000; at < 400_000; at++) sound[at] = Math.round(sound[at]! * 2 ** 15) / 2 ** 15
const take = quantised(sound, 0)

const READ = ['-err_detect', '+explode', '-xerror', '-f', 'flac', '-i', 'input.wav', '-f', 's32le', 'out.raw']

test.each([1, 2] as const)(
  'a take of %i channels is read by ffmpeg, bit for bit, with either head',
  async (channels) => {
    const encoder = flacEncoder(channels)
    const played = Buffer.concat([encoder.push(take.subarray(0, 123_456)), encoder.push(take.subarray(123_456))])
    const { bytes, head } = encoder.finish()
    const streamed = Buffer.concat([played, bytes])
    const known = Buffer.concat([head, streamed.subarray(head.length)])
    const expected = Buffer.from(Int32Array.from(take, (sample) => sample * 2 ** 31).buffer)
    for (const file of [streamed, known]) expect((await madeByFfmpeg(file, READ)).equals(expected)).toBe(true)
  },
)

test('a take is not much larger than what ffmpeg makes of it', async () => {
  const encoder = flacEncoder(2)
  const plain = music(20 * 48_000, 3)
  const ours = encoder.push(plain).length + encoder.finish().bytes.length
  const input = Buffer.from(plain.buffer)
  const how = '-c:a flac -compression_level 5 -sample_fmt s32 -bits_per_raw_sample 24 out.flac'.split(' ')
  const theirs = await madeByFfmpeg(input, ['-f', 'f32le', '-ar', '48000', '-ac', '2', '-i', 'input.wav', ...how])
  expect(ours / theirs.length).toBeLessThan(1.15)
})
