import { newIdempotencyKey } from '../idempotency-key.ts'

/** The file that was sent last, so that it goes on where it was when the page was closed. */
type SentFile = { readonly what: string; readonly key: string; readonly upload: string | null }

const PLACE = 'soundhub sent file'

const read = (): SentFile | null => {
  try {
    return JSON.parse(localStorage.getItem(PLACE) ?? 'null') as SentFile | null
  } catch {
    return null
  }
}

const write = (sent: SentFile | null): void => {
  try {
    if (sent === null) localStorage.removeItem(PLACE)
    else localStorage.setItem(PLACE, JSON.stringify(sent))
  } catch {
    // Then it begins anew.
  }
}

/** The key and the upload of a file; `what` differs if the file, its place or the fields beside it do. */
export const sentFile = (what: string) => {
  const found = read()
  let sent: SentFile = found?.what === what ? found : { what, key: newIdempotencyKey(), upload: null }
  write(sent)
  return {
    key: sent.key,
    parts: {
      kept: () => sent.upload,
      keep: (upload: string | null) => {
        sent = { ...sent, upload }
        write(sent)
      },
    },
  }
}

/** It is there, and the next one is another one. */
export const forgetSentFile = (): void => write(null)
