// Runs in the page, before its own scripts: whatever goes to the loudspeaker is recorded on the way, sample by sample.
const source = `registerProcessor('recorder', class extends AudioWorkletProcessor {
  process([input]) {
    if (input.length > 0) this.port.postMessage([input[0].slice(), (input[1] ?? input[0]).slice()])
    return true
  }
})`
const recorderUrl = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }))
const recorded = []

const addModule = AudioWorklet.prototype.addModule
AudioWorklet.prototype.addModule = async function (url, options) {
  await addModule.call(this, recorderUrl)
  return addModule.call(this, url, options)
}

const connect = AudioNode.prototype.connect
AudioNode.prototype.connect = function (to, ...rest) {
  if (to instanceof AudioDestinationNode) {
    const recorder = new AudioWorkletNode(this.context, 'recorder', { numberOfOutputs: 0 })
    recorder.port.onmessage = ({ data }) => {
      if (data.some((channel) => channel.some((sample) => sample !== 0))) recorded.push(data)
    }
    connect.call(this, recorder)
  }
  return connect.call(this, to, ...rest)
}

/** What was heard so far, interleaved 32-bit floats in base64, without the quanta in which nothing was. */
globalThis.heard = async () => {
  const all = new Float32Array(recorded.length * 256)
  for (const [at, [left, right]] of recorded.entries())
    for (let frame = 0; frame < 128; frame++) {
      all[at * 256 + 2 * frame] = left[frame]
      all[at * 256 + 2 * frame + 1] = right[frame]
    }
  const reader = new FileReader()
  const isRead = new Promise((resolve) => reader.addEventListener('load', resolve))
  reader.readAsDataURL(new Blob([all]))
  await isRead
  return reader.result.split(',')[1]
}
/** Forgets what was heard. */
globalThis.forgetHeard = () => recorded.splice(0)
/** How many quanta of 128 frames that is. */
globalThis.quantaHeard = () => recorded.length
