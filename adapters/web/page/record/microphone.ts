import captureUrl from './capture.worklet.ts?worker&url'
import { constraintsFor, isBluetooth, type Processing, stillOn } from './devices.ts'
import type { FromCapture, ToCapture } from './protocol.ts'
import type { Taker } from './taker.ts'

/** An open microphone. */
export type Microphone = {
  readonly deviceId: string
  readonly label: string
  readonly channels: 1 | 2
  /** What the browser did not switch off. */
  readonly stillOn: readonly Processing[]
  readonly isBluetooth: boolean
  /** What it adds by itself, in frames, as far as the browser says. */
  readonly latency: number
  readonly tell: (message: ToCapture) => void
  readonly close: () => void
}

/** Why there is no microphone. */
export type NoMicrophone = 'denied' | 'none' | 'busy'

const reasonOf = (thrown: unknown): NoMicrophone => {
  const name = thrown instanceof Error ? thrown.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy'
}

const loaded = new WeakMap<AudioContext, Promise<void>>()

const load = (context: AudioContext): Promise<void> => {
  const known = loaded.get(context)
  if (known !== undefined) return known
  const loading = context.audioWorklet.addModule(captureUrl)
  loaded.set(context, loading)
  return loading
}

const mediaOf = async (deviceId: string | null): Promise<MediaStream | NoMicrophone> => {
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: constraintsFor(deviceId) })
  } catch (thrown) {
    return reasonOf(thrown)
  }
}

type Hooks = { readonly onLevel: (level: FromCapture) => void; readonly onEnd: () => void }

/** Opens a microphone, raw, into a context; what it brings goes straight to the worker. */
export const openMicrophone = async (
  context: AudioContext,
  taker: Taker,
  deviceId: string | null,
  { onLevel, onEnd }: Hooks,
): Promise<Microphone | NoMicrophone> => {
  const media = await mediaOf(deviceId)
  if (typeof media === 'string') return media
  await load(context)
  const [track] = media.getAudioTracks()
  const settings: MediaTrackSettings & { readonly latency?: number } = track!.getSettings()
  const channels = settings.channelCount === 2 ? 2 : 1
  const node = new AudioWorkletNode(context, 'soundhub-capture', {
    channelCount: channels,
    channelCountMode: 'explicit',
    outputChannelCount: [2],
  })
  const { port1, port2 } = new MessageChannel()
  const tell = (message: ToCapture, transfer: Transferable[] = []) => node.port.postMessage(message, transfer)
  taker.tell({ type: 'open', input: port2, channels }, [port2])
  tell({ type: 'open', taker: port1, channels }, [port1])
  node.port.addEventListener('message', ({ data }: MessageEvent<FromCapture>) => onLevel(data))
  node.port.start()
  node.connect(context.destination)
  const source = context.createMediaStreamSource(media)
  source.connect(node)
  track!.addEventListener('ended', onEnd)
  return {
    deviceId: settings.deviceId ?? deviceId ?? '',
    label: track!.label,
    channels,
    stillOn: stillOn(settings),
    isBluetooth: isBluetooth(track!.label),
    latency: Math.round((settings.latency ?? 0) * context.sampleRate),
    tell,
    close: () => {
      source.disconnect()
      node.disconnect()
      track!.stop()
    },
  }
}

/** Microphones to choose from. They have names once one was opened. */
export const microphones = async (): Promise<readonly MediaDeviceInfo[]> => {
  const devices = await navigator.mediaDevices.enumerateDevices()
  return devices.filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
}
