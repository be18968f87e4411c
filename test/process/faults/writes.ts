import { setTimeout } from 'node:timers/promises'

/** Something to be written, and its key: whoever repeats it with the key writes nothing twice. */
export type Write = {
  readonly path: string
  readonly key: string
  readonly headers: Readonly<Record<string, string>>
  readonly fields: Readonly<Record<string, string>>
}

/** `null` if no answer came. */
export const write = async (url: string, { path, key, headers, fields }: Write): Promise<number | null> => {
  try {
    const answer = await fetch(new URL(path, url), {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(fields),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return null
  }
}

const PAUSE = 20
/** A server that cannot keep up is not buried. */
const AT_ONCE = 50

/** Writes so many a second until `end` has come to its end, and answers what became of each. `end` is told how many have been acknowledged so far. */
export const writesUntil = async (
  url: string,
  perSecond: number,
  next: () => Write,
  end: (acknowledged: () => number) => Promise<unknown>,
): Promise<readonly { readonly write: Write; readonly status: number | null }[]> => {
  let open = 0
  const sent: Promise<{ readonly write: Write; readonly status: number | null }>[] = []
  const over = new AbortController()
  let acknowledged = 0
  const note = async (one: Write) => {
    open++
    const status = await write(url, one)
    open--
    if (status === 201) acknowledged++
    return { write: one, status }
  }
  const sending = async (): Promise<void> => {
    for (let due = 0; !over.signal.aborted; await setTimeout(PAUSE)) {
      for (due += (perSecond * PAUSE) / 1000; due >= 1; due--) {
        if (open < AT_ONCE) sent.push(note(next()))
      }
    }
  }
  await Promise.all([sending(), end(() => acknowledged).finally(() => over.abort())])
  return Promise.all(sent)
}
