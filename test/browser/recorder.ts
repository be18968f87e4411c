/// <reference lib="dom" />
import type { BrowserContext, Page } from 'playwright-core'

/** Runs in the page, before its own scripts: whatever goes to the loudspeaker is recorded on the way, sample by sample. */
const listen = (): void => {
  const source = `registerProcessor('recorder', class extends AudioWorkletProcessor {
    process([input]) {
      if (input.length > 0) this.port.postMessage([input[0].slice(), (input[1] ?? input[0]).slice()])
      return true
    }
  })`
  const own = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
  const recorded: [Float32Array, Float32Array][] = []
  Object.assign(globalThis, { recorded })
  const addModule = AudioWorklet.prototype.addModule
  AudioWorklet.prototype.addModule = async function (url, options) {
    await addModule.call(this, own)
    return addModule.call(this, url, options)
  }
  const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode
  AudioNode.prototype.connect = function (this: AudioNode, to: AudioNode) {
    if (to instanceof AudioDestinationNode) {
      const recorder = new AudioWorkletNode(this.context, 'recorder', { numberOfOutputs: 0 })
      recorder.port.onmessage = ({ data }) => recorded.push(data)
      connect.call(this, recorder)
    }
    return connect.call(this, to)
  } as typeof AudioNode.prototype.connect
}

/** Records what pages of this context let be heard. The context has to be opened with `bypassCSP`. */
export const recordPages = (context: BrowserContext): Promise<unknown> => context.addInitScript(listen)

/** What was heard so far, interleaved, without the quanta in which nothing was. */
export const heardOn = async (page: Page): Promise<Float32Array> => {
  const base64 = await page.evaluate(async () => {
    const { recorded } = globalThis as unknown as { recorded: [Float32Array, Float32Array][] }
    const loud = recorded.filter(([left, right]) => [...left, ...right].some((sample) => sample !== 0))
    const all = new Float32Array(loud.length * 256)
    for (const [at, [left, right]] of loud.entries())
      for (let frame = 0; frame < 128; frame++) {
        all[at * 256 + 2 * frame] = left[frame]!
        all[at * 256 + 2 * frame + 1] = right[frame]!
      }
    const reader = new FileReader()
    reader.readAsDataURL(new Blob([all]))
    await new Promise((resolve) => reader.addEventListener('load', resolve))
    return String(reader.result).split(',')[1]!
  })
  const bytes = Buffer.from(base64, 'base64')
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
}
