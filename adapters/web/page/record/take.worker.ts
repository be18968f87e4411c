import { FLAC_HEAD_BYTES, withFlacTotal } from '#domain/sound/flac-head.ts'
import { chirpListener } from './listener.ts'
import type { Chunk, FromTaker, ToTaker } from './protocol.ts'
import type { Take } from './take.ts'
import { lockOf, notesOf, soundOf, takeFolder } from './take-folder.ts'
import { rendered, wholePartOf } from './take-render.ts'
import { type TakeWriter, takeWriter } from './take-writer.ts'

type Running = {
  readonly name: string
  /** Null while the file is being opened; what comes meanwhile waits. */
  writer: TakeWriter | null
  readonly waiting: Float32Array[]
  first: number | null
  /** The frame with which it ends, when that is known. */
  end: number | null
  /** It ends as soon as its file is open. */
  isEnding: boolean
  isOver: boolean
  readonly release: () => void
}

let input: MessagePort | null = null
let channels: 1 | 2 = 1
let running: Running | null = null
let listener: ReturnType<typeof chirpListener> | null = null
/** Notes are written one after the other, in the order in which they came. */
let notes: Promise<unknown> = Promise.resolve()

const tell = (message: FromTaker): void => postMessage(message)

const openFile = async (file: string): Promise<FileSystemSyncAccessHandle> => {
  const handle = await (await takeFolder()).getFileHandle(file, { create: true })
  return handle.createSyncAccessHandle()
}

const writeNotes = async (take: Take): Promise<void> => {
  const file = await openFile(notesOf(take.name))
  const text = new TextEncoder().encode(JSON.stringify(take))
  file.write(text, { at: 0 })
  file.truncate(text.length)
  file.flush()
  file.close()
}

const keep = (take: Take): void => {
  // The sound is there all the same, and its name says what it is of.
  notes = notes.then(() => writeNotes(take)).catch(() => null)
}

const finish = (take: Running): void => {
  if (running === take) running = null
  take.isEnding = true
  if (take.writer === null || take.isOver) return
  take.isOver = true
  const { frames, fault } = take.writer.finish()
  take.release()
  tell({ type: 'stopped', name: take.name, frames, fault })
}

const add = (take: Running, samples: Float32Array): void => {
  if (take.writer === null) {
    take.waiting.push(samples)
    return
  }
  const safe = take.writer.add(samples)
  if (safe !== null) tell({ type: 'written', name: take.name, frames: safe })
  if (take.writer.fault() !== null) finish(take)
}

const lock = (name: string): (() => void) => {
  const held = Promise.withResolvers<void>()
  void navigator.locks.request(lockOf(name), () => held.promise)
  return held.resolve
}

const record = async (take: Take): Promise<void> => {
  const { name } = take
  const own: Running = {
    name,
    writer: null,
    waiting: [],
    first: null,
    end: null,
    isEnding: false,
    isOver: false,
    release: lock(name),
  }
  running = own
  keep(take)
  try {
    own.writer = takeWriter(await openFile(soundOf(name)), channels)
  } catch {
    if (running === own) running = null
    own.release()
    tell({ type: 'stopped', name, frames: 0, fault: 'unwritable' })
    return
  }
  for (const samples of own.waiting.splice(0)) add(own, samples)
  if (own.isEnding) finish(own)
}

const stop = (at: number | null): void => {
  if (running === null) return
  if (at === null) finish(running)
  else running.end = at
}

const hear = ({ data }: MessageEvent<Chunk>): void => {
  const { frame, samples } = data
  const heard = listener?.(data) ?? null
  if (heard !== null) {
    listener = null
    tell({ type: 'measured', ...heard })
  }
  const take = running
  if (take === null) return
  if (take.first === null) {
    take.first = frame
    tell({ type: 'began', name: take.name, frame })
  }
  add(take, samples)
  if (take.end !== null && frame + samples.length / channels >= take.end) finish(take)
}

const mend = async (name: string): Promise<number> => {
  const handle = await (await takeFolder()).getFileHandle(soundOf(name))
  const whole = await wholePartOf(await handle.getFile())
  const file = await handle.createSyncAccessHandle()
  if (whole.bytes > 0) {
    file.truncate(whole.bytes)
    const head = new Uint8Array(FLAC_HEAD_BYTES)
    file.read(head, { at: 0 })
    file.write(withFlacTotal(head, whole.frames) as Uint8Array<ArrayBuffer>, { at: 0 })
    file.flush()
  }
  file.close()
  return whole.frames
}

const render = async ({ take, placed }: Extract<ToTaker, { type: 'render' }>): Promise<Blob | null> => {
  const handle = await (await takeFolder()).getFileHandle(soundOf(take.name))
  return rendered(await handle.getFile(), take.channels, placed)
}

addEventListener('message', ({ data }: MessageEvent<ToTaker>) => {
  switch (data.type) {
    case 'open':
      input?.close()
      input = data.input
      channels = data.channels
      input.addEventListener('message', hear)
      input.start()
      return
    case 'record':
      void record(data.take)
      return
    case 'stop':
      stop(data.at)
      return
    case 'keep':
      keep(data.take)
      return
    case 'mend':
      void mend(data.name)
        .catch(() => 0)
        .then((frames) => tell({ type: 'mended', id: data.id, frames }))
      return
    case 'render':
      void render(data)
        .catch(() => null)
        .then((file) => tell({ type: 'rendered', id: data.id, file }))
      return
    case 'measure':
      listener = chirpListener(data.from, data.frames, channels)
      return
  }
})
