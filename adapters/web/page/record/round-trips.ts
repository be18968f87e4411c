import { computed, type ReadonlySignal, signal } from '@preact/signals'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { CHIRP_FRAMES, chirp } from '#domain/sound/round-trip.ts'
import type { Microphone } from './microphone.ts'
import type { Taker } from './taker.ts'

/** Before the chirp, so that the worker listens when it comes. */
const LEAD_FRAMES = 0.3 * SAMPLE_RATE
/** The longest round trip that is looked for: a second. */
const LISTEN_FRAMES = CHIRP_FRAMES + SAMPLE_RATE

/** Plays the chirp, and lets the worker listen for it. */
export const playChirp = (taker: Taker, open: Microphone, now: number): void => {
  const at = now + LEAD_FRAMES
  taker.tell({ type: 'measure', from: at, frames: LISTEN_FRAMES })
  open.tell({ type: 'sound', at, samples: chirp() as Float32Array<ArrayBuffer> })
}

/** How long sound takes from the page through the room and back, in frames: measured, or as far as the browser knows it. */
export const newRoundTrips = (microphone: ReadonlySignal<Microphone | null>) => {
  /** By device; a context that is opened anew may have another one, so it is forgotten with the page. */
  const measured = signal<ReadonlyMap<string, number>>(new Map())
  const estimate = signal(0)
  const known = computed(() => measured.value.get(microphone.value?.deviceId ?? ''))

  /** Takes what the browser says of itself and of the microphone. */
  const expect = ({ outputLatency, baseLatency }: AudioContext, { latency }: Microphone): void => {
    estimate.value = Math.round((outputLatency + baseLatency) * SAMPLE_RATE) + latency
  }

  /** What was measured, of the microphone that is open. */
  const found = (frames: number): void => {
    const device = microphone.value?.deviceId
    if (device !== undefined) measured.value = new Map([...measured.value, [device, frames]])
  }

  return {
    isMeasured: computed(() => known.value !== undefined),
    now: computed(() => known.value ?? estimate.value),
    expect,
    found,
  }
}
