import { signal } from '@preact/signals'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { trustedScriptUrl } from '../trusted.ts'
import engineUrl from './engine.worker.ts?worker&url'
import outputUrl from './output.worklet.ts?worker&url'
import type { FromEngine, FromOutput, Program, Range, ToEngine } from './protocol.ts'

/** Loudness of the last 400 ms in LUFS, and true peak in dBTP. */
export type Levels = { readonly momentary: number; readonly truePeak: number }

const SILENCE: Levels = { momentary: Number.NEGATIVE_INFINITY, truePeak: Number.NEGATIVE_INFINITY }

/** Levels that are further back are no longer heard. */
const OLD_FRAMES = SAMPLE_RATE / 4

/** What is seen moves twelve times a second: each time the page is drawn anew. */
const SHOWN_FRAMES = SAMPLE_RATE / 12

/**
 * Plays a mix: a worker decodes and mixes the stems with the code of the server, an audio worklet plays what it gives. The
 * browser asks for a click before it lets a page be heard, so nothing is opened before `play`.
 */
export const newPlayer = () => {
  const state = signal<FromOutput['state']>('paused')
  /** In frames of the song. */
  const position = signal(0)
  const underruns = signal(0)
  const levels = signal(SILENCE)
  /** What the worklet said last. */
  const heard = signal<FromOutput | null>(null)
  /** The stem that cannot be read. */
  const fault = signal<number | null>(null)
  let context: AudioContext | null = null
  let opening: Promise<AudioContext> | null = null
  let engine: Worker | null = null
  let program: Program | null = null
  let loop: Range | null = null
  /** The clock at which position and levels were set. */
  let shown = 0
  let coming: Extract<FromEngine, { type: 'levels' }>[] = []

  const tell = (message: ToEngine, transfer: Transferable[] = []): void => engine?.postMessage(message, transfer)

  const onOutput = ({ data }: MessageEvent<FromOutput>): void => {
    heard.value = data
    underruns.value = data.underruns
    const isShown = data.state === state.peek() && data.clock >= shown && data.clock < shown + SHOWN_FRAMES
    if (isShown) return
    shown = data.clock
    state.value = data.state
    position.value = data.song
    const due = coming.filter(({ song }) => song <= data.song && data.song - song < OLD_FRAMES)
    const truePeak = Math.max(...due.map((one) => one.truePeak))
    if (due.length > 0) levels.value = { momentary: due.at(-1)!.momentary, truePeak }
    coming = coming.filter(({ song }) => song > data.song && song < data.song + 2 * SAMPLE_RATE)
    if (data.state !== 'playing') levels.value = SILENCE
  }

  const onEngine = ({ data }: MessageEvent<FromEngine>): void => {
    if (data.type === 'levels') coming.push(data)
    else fault.value = data.key
  }

  const open = async (): Promise<AudioContext> => {
    const opened = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: 'interactive' })
    await opened.audioWorklet.addModule(outputUrl)
    const node = new AudioWorkletNode(opened, 'soundhub-output', { numberOfInputs: 0, outputChannelCount: [2] })
    node.port.addEventListener('message', onOutput)
    node.port.start()
    node.connect(opened.destination)
    engine = new Worker(trustedScriptUrl(engineUrl), { type: 'module' })
    engine.addEventListener('message', onEngine)
    const { port1, port2 } = new MessageChannel()
    node.port.postMessage(port1, [port1])
    tell({ type: 'open', output: port2 }, [port2])
    if (program !== null) tell({ type: 'program', program })
    if (loop !== null) tell({ type: 'loop', range: loop })
    return opened
  }

  /** The context that is played in, opened and running; only a click may ask for it. */
  const ready = async (): Promise<AudioContext> => {
    opening ??= open()
    context = await opening
    await context.resume()
    return context
  }

  /** Plays from this frame on, at a frame of the context or as soon as it can. */
  const play = async (from: number = position.value, at = 0): Promise<void> => {
    fault.value = null
    await ready()
    position.value = from
    state.value = 'waiting'
    tell({ type: 'play', from, at })
  }

  const pause = (): void => {
    tell({ type: 'pause' })
    state.value = 'paused'
    levels.value = SILENCE
  }

  const seek = (to: number): void => {
    position.value = to
    coming = []
    tell({ type: 'seek', to })
  }

  /** What is to be heard from now on; while it plays, within 50 ms. */
  const setProgram = (wanted: Program): void => {
    program = wanted
    tell({ type: 'program', program })
  }

  const setLoop = (range: Range | null): void => {
    loop = range
    tell({ type: 'loop', range })
  }

  const close = (): void => {
    engine?.terminate()
    void context?.close()
    context = null
    opening = null
    engine = null
  }

  return {
    state,
    position,
    underruns,
    levels,
    heard,
    fault,
    ready,
    play,
    pause,
    seek,
    setProgram,
    setLoop,
    close,
    context: () => context,
  }
}

export type Player = ReturnType<typeof newPlayer>
