// Runs in the page before its own scripts: notes when waveforms are drawn, when "play" is clicked and when sound comes.
globalThis.noted = { waveforms: null, clicked: null, sound: null, underruns: 0, state: null }
/** When each report of the output came, and how much of the song it says was played. */
globalThis.reports = []

const hasCome = (image) => performance.getEntriesByName(new URL(image.href.baseVal, location.href).href).length > 0
/** An image within SVG tells of its loading only whom it knew before, so each frame looks what has come. */
const look = () => {
  const images = [...document.querySelectorAll('.lane .wave image')]
  if (images.length === 0 || !images.every(hasCome)) return void requestAnimationFrame(look)
  // The next frame but one is painted after this one.
  requestAnimationFrame(() => requestAnimationFrame(() => (noted.waveforms = performance.now())))
}
requestAnimationFrame(look)
document.addEventListener(
  'click',
  ({ target }) => {
    if (target instanceof Element && target.closest('.play') !== null) noted.clicked = performance.now()
  },
  true,
)
const Plain = globalThis.AudioWorkletNode
globalThis.AudioWorkletNode = class extends Plain {
  constructor(context, name, options) {
    super(context, name, options)
    if (name !== 'soundhub-output') return
    this.port.addEventListener('message', ({ data }) => {
      noted.underruns = data.underruns
      noted.state = data.state
      reports.push({ at: performance.now(), clock: data.clock })
      if (noted.sound !== null || data.clock === 0) return
      // The report comes somewhat after the first frame was played; then the loudspeaker takes its time.
      const late = (data.clock / context.sampleRate) * 1000
      noted.sound = performance.now() - late + (context.outputLatency || context.baseLatency) * 1000
    })
  }
}
