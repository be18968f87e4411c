import { beforeAll, expect, test } from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import type { Ffmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { faultOf, valueOf } from '#adapters/testing/sound/results.ts'
import { gatherBytes } from '#adapters/testing/bytes.ts'
import { arriving, gatherBlocks, playing } from '#adapters/testing/sound/streams.ts'
import { interleave, tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { KINDS, namesBelow, newFolder } from './support.ts'

const ALL = { maximumFrames: Infinity }
const sound = tone(440, 48_000, 0.5)
const file = waveFile({ channels: [sound] })

let wasm: Ffmpeg
beforeAll(async () => {
  wasm = await KINDS['as WebAssembly']!()
})

test('a run is ended when its time is over', async () => {
  const folder = await newFolder()
  const audio = new FfmpegAudio(wasm, { folder, milliseconds: 1 })
  const decoded = await gatherBlocks(audio.decode({ format: 'wav', bytes: arriving(file) }, ALL))
  expect(faultOf(decoded)).toEqual({ type: 'AudioUndecodable', cause: 'not decoded within 1 ms' })
  const encoded = await gatherBytes(audio.encode(playing(interleave(sound, sound)), { format: 'mp3' }))
  expect(faultOf(encoded)).toEqual({ type: 'AudioUnavailable', cause: 'not encoded within 1 ms' })
  expect(await namesBelow(folder)).toEqual([])
})

test('a run that failed gives its place to the next', async () => {
  const audio = new FfmpegAudio(wasm, { folder: await newFolder() })
  const garbage = () => audio.decode({ format: 'flac', bytes: arriving(Buffer.alloc(1000, 'x')) }, ALL)
  const failed = await Promise.all(Array.from({ length: 7 }, () => gatherBlocks(garbage())))
  expect(failed.map((one) => faultOf(one).type)).toEqual(Array.from({ length: 7 }, () => 'AudioUndecodable'))
  const decoded = await gatherBlocks(audio.decode({ format: 'wav', bytes: arriving(file) }, ALL))
  expect(valueOf(decoded).length).toBe(2 * sound.length)
})
