import * as fc from 'fast-check'
import { ok } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { soundIn } from '#adapters/web/page/record/audio-file.ts'
import { isBluetooth, stillOn } from '#adapters/web/page/record/devices.ts'
import { chirpListener } from '#adapters/web/page/record/listener.ts'
import { rendered, wholePartOf } from '#adapters/web/page/record/take-render.ts'
import { type TakeFile, takeWriter } from '#adapters/web/page/record/take-writer.ts'
import { FLAC_BLOCK_FRAMES } from '#domain/sound/flac-frame-writer.ts'
import { readFlacHead, withFlacTotal } from '#domain/sound/flac-head.ts'
import { flacBlocks } from '#domain/sound/flac-stream.ts'
import { chirp } from '#domain/sound/round-trip.ts'

/** A file in memory, with room for so many bytes. */
const fileOf = (room = Number.POSITIVE_INFINITY) => {
  let bytes = new Uint8Array(0)
  let flushes = 0
  const file: TakeFile = {
    write: (whole, { at }) => {
      // As much as there is room for, and then not even that.
      const part = whole.subarray(0, Math.max(0, room - at))
      if (part.length === 0) throw Object.assign(new Error('full'), { name: 'QuotaExceededError' })
      const larger = new Uint8Array(Math.max(bytes.length, at + part.length))
      larger.set(bytes)
      larger.set(part, at)
      bytes = larger
      return part.length
    },
    flush: () => {
      flushes++
    },
    truncate: (size) => {
      bytes = bytes.slice(0, size)
    },
    close: () => {},
  }
  return { file, bytes: () => bytes, flushes: () => flushes }
}

const noise = (length: number): Float32Array => {
  let seed = 1
  return Float32Array.from({ length }, () => ((seed = (seed * 48_271) % 2_147_483_647) % 65_536) / 65_536 - 0.5)
}

const leftOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Float32Array> => {
  const samples: number[] = []
  const source = async function* () {
    yield ok(bytes)
  }
  for await (const block of flacBlocks(source()))
    for (const [at, sample] of block._unsafeUnwrap().entries()) if (at % 2 === 0) samples.push(sample)
  return Float32Array.from(samples)
}

const written = (sound: Float32Array, room?: number) => {
  const given = fileOf(room)
  const writer = takeWriter(given.file, 1)
  for (let at = 0; at < sound.length; at += 1024) writer.add(sound.subarray(at, at + 1024))
  return { ...given, done: writer.finish() }
}

describe('a take on the disk', () => {
  it('is what was played, with its length in the head', async () => {
    const sound = noise(50_000)
    const { bytes, done } = written(sound)
    expect(done).toEqual({ frames: 50_000, fault: null })
    expect(readFlacHead(bytes())._unsafeUnwrap().format.frames).toBe(50_000)
    expect(await leftOf(bytes())).toEqual(sound)
  })

  it('is flushed at least twice a second', () => {
    const { flushes } = written(noise(480_000))
    expect(flushes()).toBeGreaterThanOrEqual(18)
  })

  it('keeps what there was when the disk is full, as a whole file', async () => {
    const sound = noise(200_000)
    const { bytes, done } = written(sound, 300_000)
    expect(done.fault).toBe('full')
    expect(done.frames).toBeGreaterThan(80_000)
    expect(done.frames % FLAC_BLOCK_FRAMES).toBe(0)
    const kept = sound.subarray(0, done.frames)
    expect(await leftOf(bytes())).toEqual(kept)
    expect(bytes().length).toBe(written(kept).bytes().length)
  })

  it('is found again up to its last whole block, wherever it broke off', async () => {
    const given = fileOf()
    const writer = takeWriter(given.file, 1)
    const sound = noise(40_000)
    for (let at = 0; at < sound.length; at += 1000) writer.add(sound.subarray(at, at + 1000))
    const all = given.bytes()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: all.length }), async (size) => {
        const { frames, bytes } = await wholePartOf(new Blob([all.slice(0, size)]))
        expect(bytes).toBeLessThanOrEqual(size)
        if (frames === 0) return
        const mended = all.slice(0, bytes)
        mended.set(withFlacTotal(mended.subarray(0, 42), frames))
        expect(await leftOf(mended)).toEqual(sound.subarray(0, frames))
      }),
      { numRuns: 30 },
    )
    expect((await wholePartOf(new Blob([all]))).frames).toBe(9 * FLAC_BLOCK_FRAMES)
  })

  it('says lengths of more than 32 bits', () => {
    const head = written(noise(10)).bytes().slice(0, 42)
    const frames = 2 ** 33 + 5
    expect(readFlacHead(withFlacTotal(head, frames))._unsafeUnwrap().format).toMatchObject({
      frames,
      channels: 1,
      rate: 48_000,
    })
  })
})

describe('the file that is sent', () => {
  const sound = noise(30_000)
  const take = () => new Blob([written(sound).bytes()])
  const sent = async (offset: number, skip: number, frames: number) => {
    const file = await rendered(take(), 1, { offset, skip, frames })
    return leftOf(new Uint8Array(await file!.arrayBuffer()))
  }

  it('begins with the song: silence in front, then the take without what was trimmed', async () => {
    const heard = await sent(70_000, 5000, 20_000)
    expect(heard.length).toBe(90_000)
    expect(heard.subarray(0, 70_000).every((sample) => sample === 0)).toBe(true)
    expect(heard.subarray(70_000)).toEqual(sound.subarray(5000, 25_000))
  })

  it('is the same each time, so that it may be sent again under the same key', async () => {
    const files = await Promise.all([0, 1].map(() => rendered(take(), 1, { offset: 100, skip: 1, frames: 29_000 })))
    const [one, other] = await Promise.all(files.map(async (file) => new Uint8Array(await file!.arrayBuffer())))
    expect(one).toEqual(other)
  })

  it('says its length, and may be nothing', async () => {
    expect((await sent(0, 30_000, 0)).length).toBe(0)
    const file = await rendered(take(), 1, { offset: 10, skip: 0, frames: 30_000 })
    const head = readFlacHead(new Uint8Array(await file!.arrayBuffer()))._unsafeUnwrap()
    expect(head.format).toMatchObject({ frames: 30_010, channels: 1 })
  })

  it('is none of a file that cannot be read', async () => {
    expect(await rendered(new Blob([new Uint8Array(1000)]), 1, { offset: 0, skip: 0, frames: 10 })).toBeNull()
  })
})

describe('the round trip', () => {
  it('is found in chunks as they come from the microphone, counted from when the chirp was played', () => {
    const listen = chirpListener(10_000, 8192 + 48_000, 2)
    const played = chirp()
    let heard = null
    for (let frame = 9216; heard === null; frame += 1024) {
      const samples = new Float32Array(2048)
      for (let at = 0; at < 1024; at++) samples[2 * at] = 0.2 * (played[frame + at - 10_000 - 3210] ?? 0)
      heard = listen({ frame, samples })
    }
    expect(heard.delayFrames).toBe(3210)
  })

  it('is not known where only silence comes back', () => {
    const listen = chirpListener(0, 10_000, 1)
    expect(listen({ frame: 0, samples: new Float32Array(9999) })).toBeNull()
    expect(listen({ frame: 9999, samples: new Float32Array(1024) })).toMatchObject({ delayFrames: null })
  })
})

describe('a microphone', () => {
  it('is asked what it did not switch off', () => {
    expect(stillOn({ echoCancellation: true, noiseSuppression: false })).toEqual(['echoCancellation'])
    expect(stillOn({})).toEqual([])
  })

  it.each([
    ['AirPods Pro', true],
    ['Headset (WH-1000XM4 Hands-Free AG Audio)', true],
    ['Bluetooth Audio', true],
    ['MacBook Pro Microphone', false],
    ['Scarlett 2i2 USB', false],
    ['Headset Microphone (Realtek Audio)', false],
  ])('called %s: is it over Bluetooth? %s', (label, expected) => {
    expect(isBluetooth(label)).toBe(expected)
  })
})

it('a sound is found among files that are dropped together', () => {
  const picture = new File(['x'], 'cover.png', { type: 'image/png' })
  const sound = new File(['x'], 'take.wav', { type: 'audio/wav' })
  expect(soundIn([picture, sound])).toBe(sound)
  expect(soundIn([picture])).toBeNull()
})
