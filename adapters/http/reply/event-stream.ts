import { type EventStreamSettings, type HttpContext, nodeBindings } from '../dependencies.ts'
import type { Headers } from './reply.ts'

/** As the HTML standard has it (§9.2), for a proxy to pass on at once and as it is. */
export const EVENT_STREAM_HEADERS: Headers = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
}

/** How long a client waits before it connects again. */
const RETRY = 'retry: 3000\n\n'
const HEARTBEAT = ':\n\n'

/** One client's stream of server-sent events. */
export type EventStream = {
  readonly body: ReadableStream<Uint8Array>
  /** Sends an event. A client that reads too slowly gets the newest one only. Nothing is sent after the end. */
  send(event: string): void
  /** Ends the stream after what was sent. May be repeated. */
  end(): void
  /** Calls `free` once, when the stream has ended or the client is gone; at once if that is so already. */
  onClosed(free: () => void): void
}

export type EventStreams = {
  /** `null` if there are too many already. `client` is `null` where it is not known. */
  open(context: HttpContext, client: string | null): EventStream | null
}

type Heard = { readonly beat: () => void; readonly client: string | null }

/** The open event streams of one app: they are counted, and one timer keeps them all alive. */
export const eventStreams = ({ perClient, inAll, heartbeatMs }: EventStreamSettings): EventStreams => {
  const opened = new Set<Heard>()
  let beating: NodeJS.Timeout | undefined

  const isFull = (client: string | null): boolean =>
    opened.size >= inAll ||
    (client !== null && [...opened].filter((stream) => stream.client === client).length >= perClient)

  const add = (stream: Heard): (() => void) => {
    if (opened.size === 0) beating = setInterval(() => opened.forEach(({ beat }) => beat()), heartbeatMs)
    opened.add(stream)
    return () => {
      opened.delete(stream)
      if (opened.size === 0) clearInterval(beating)
    }
  }

  return {
    open: (context, client) => {
      if (isFull(client)) return null
      const { stream, beat } = streamOf(context)
      stream.onClosed(add({ beat, client }))
      return stream
    },
  }
}

/** A stream that ends when the client is gone or the server closes. */
const streamOf = (context: HttpContext): { readonly stream: EventStream; readonly beat: () => void } => {
  const { outgoing, closing } = nodeBindings(context)
  const encoder = new TextEncoder()
  const frees: (() => void)[] = []
  let state: 'open' | 'ending' | 'closed' = 'open'
  let waiting: string | null = null
  let controller!: ReadableStreamDefaultController<Uint8Array>

  const close = (): void => {
    if (state === 'closed') return
    state = 'closed'
    outgoing?.off('close', close)
    closing?.removeEventListener('abort', end)
    for (const free of frees.splice(0)) free()
  }

  /** Never more than one chunk is queued, and one event waits for its place. */
  const flush = (): void => {
    if (waiting !== null && (controller.desiredSize ?? 0) > 0) {
      const event = encoder.encode(waiting)
      // Before the event is queued, which may call this again.
      waiting = null
      controller.enqueue(event)
    }
    if (state !== 'ending' || waiting !== null) return
    close()
    controller.close()
  }

  const end = (): void => {
    if (state !== 'open') return
    state = 'ending'
    flush()
  }

  const body = new ReadableStream<Uint8Array>({
    start: (given) => {
      controller = given
      waiting = RETRY
      flush()
    },
    pull: flush,
    cancel: close,
  })
  outgoing?.once('close', close)
  closing?.addEventListener('abort', end)
  if (outgoing?.closed === true) close()
  else if (closing?.aborted === true) end()

  const send = (event: string): void => {
    if (state !== 'open') return
    waiting = event
    flush()
  }
  return {
    stream: {
      body,
      send,
      end,
      onClosed: (free) => void (state === 'closed' ? free() : frees.push(free)),
    },
    // A waiting event says as much.
    beat: () => (waiting === null ? send(HEARTBEAT) : undefined),
  }
}
