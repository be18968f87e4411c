import { afterEach, expect, test, vi } from 'vitest'

const real = Reflect.get(globalThis, 'WebAssembly') as { readonly Module: unknown }

/** As workerd and a strict Content-Security-Policy do. */
const Forbidden = function forbidden() {
  throw new Error('Wasm code generation disallowed by embedder')
}

afterEach(() => {
  vi.unstubAllGlobals()
  vi.resetModules()
})

const fresh = async () => {
  vi.resetModules()
  const [{ newKernels }, { truePeakMeter }] = await Promise.all([
    import('#domain/sound/kernels.ts'),
    import('#domain/sound/true-peak.ts'),
  ])
  return { newKernels, truePeakMeter }
}

test.for([
  ['is missing', undefined],
  ['may not be compiled', { ...real, Module: Forbidden }],
  ['has no memory left', { Module: real.Module, Instance: Forbidden }],
] as const)('where WebAssembly %s, TypeScript measures', async ([, wasm]) => {
  vi.stubGlobal('WebAssembly', wasm)
  const { newKernels, truePeakMeter } = await fresh()
  expect(newKernels()).toBeNull()
  const meter = truePeakMeter()
  meter.add(Float32Array.of(0.5, -0.75))
  expect(meter.truePeak()).toBe(0.75)
})

test('memory that cannot grow to so many sums is no crash', async () => {
  const { newKernels } = await fresh()
  expect(newKernels(2 ** 40)).toBeNull()
  expect(newKernels(2 ** 20)!.sums).toHaveLength(2 ** 20)
})
