import { type Asked, refusalOf, type Refused } from '../api.ts'

/** What is sent, and where to. */
export type Parcel = {
  readonly path: string
  /** In the order in which they are sent. */
  readonly fields: readonly (readonly [string, string | File])[]
  /** The same for each try to send the same, so that it is there once however many answers are lost. */
  readonly key: string
}

const refusalIn = (request: XMLHttpRequest): Refused => {
  try {
    return refusalOf(JSON.parse(request.responseText), request.status)
  } catch {
    return refusalOf(null, request.status)
  }
}

/** Sends a form with files; `onProgress` is told the part of it that is sent, 0 … 1. It does not throw. */
export const upload = <Value>(
  { path, fields, key }: Parcel,
  onProgress: (part: number) => void,
): Promise<Asked<Value>> => {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  // `fetch` does not say how far a request has come.
  const request = new XMLHttpRequest()
  request.open('POST', path)
  request.setRequestHeader('Accept', 'application/json')
  request.setRequestHeader('Accept-Language', document.documentElement.lang)
  request.setRequestHeader('Idempotency-Key', key)
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded / total))
  return new Promise((resolve) => {
    request.addEventListener('loadend', () => {
      const isDone = request.status >= 200 && request.status < 300
      if (!isDone) return resolve({ ok: false, refused: refusalIn(request) })
      resolve({ ok: true, value: JSON.parse(request.responseText) as Value })
    })
    request.send(form)
  })
}
