const HEADERS = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' }

type Listener = ReadableStreamDefaultController<Uint8Array>

const event = (build: string): Uint8Array => new TextEncoder().encode(`event: built\ndata: ${build}\n\n`)

/** Tells open pages which build there is: at once, and whenever there is another. */
export const newReloads = (first: string) => {
  const listeners = new Set<Listener>()
  let build = first

  const answer = (): Response => {
    let mine: Listener
    const events = new ReadableStream<Uint8Array>({
      start: (listener) => {
        mine = listener
        listeners.add(listener)
        listener.enqueue(event(build))
      },
      cancel: () => void listeners.delete(mine),
    })
    return new Response(events, { headers: HEADERS })
  }

  const announce = (next: string): void => {
    build = next
    for (const listener of listeners) listener.enqueue(event(build))
  }

  /** Otherwise the server would wait for its readers to go. */
  const end = (): void => {
    for (const listener of listeners) listener.close()
    listeners.clear()
  }

  return { answer, announce, end }
}
