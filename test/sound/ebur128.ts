import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { webAssembly } from '#adapters/ffmpeg/web-assembly.ts'
import { side } from '#adapters/testing/sound/tone.ts'
import { SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'

type Exports = {
  readonly memory: { readonly buffer: ArrayBuffer }
  readonly ['__wbindgen_malloc']: (bytes: number) => number
  readonly ebur128_integrated_stereo: (
    rate: number,
    left: number,
    leftLength: number,
    right: number,
    rightLength: number,
  ) => number
}

/** It calls back only to report that it broke; then its answer is no number. */
const CALLBACKS = { './ebur128_wasm_bg.js': new Proxy({}, { get: () => () => undefined }) }

/**
 * Integrated loudness in LUFS by the Rust crate `ebur128`, compiled to WebAssembly. Its package is made for bundlers, so
 * what is inside is loaded here by hand.
 */
export const loudnessByEbur128 = async (block: StereoBlock): Promise<number> => {
  const require = createRequire(import.meta.url)
  const module = await webAssembly.compile(await readFile(require.resolve('ebur128-wasm/ebur128_wasm_bg.wasm')))
  const exports = new webAssembly.Instance(module, CALLBACKS).exports as Exports
  const [left, right] = ([0, 1] as const).map((which) => {
    const samples = side(block, which)
    const place = exports['__wbindgen_malloc'](samples.byteLength)
    new Float32Array(exports.memory.buffer, place, samples.length).set(samples)
    return { place, length: samples.length }
  }) as [Given, Given]
  return exports.ebur128_integrated_stereo(SAMPLE_RATE, left.place, left.length, right.place, right.length)
}

type Given = { readonly place: number; readonly length: number }
