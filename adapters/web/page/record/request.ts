import { type Asked, refusalOf } from '../api.ts'

type Request = {
  readonly method: 'POST' | 'PATCH'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: FormData | Blob
}

const read = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** Sends a body; `onProgress` is told how many bytes of it are sent, and of how many. It does not throw. */
export const sendBody = <Value>(
  { method, path, headers, body }: Request,
  onProgress: (sent: number, total: number) => void,
): Promise<Asked<Value>> => {
  // `fetch` does not say how far a request has come.
  const request = new XMLHttpRequest()
  request.open(method, path)
  request.setRequestHeader('Accept', 'application/json')
  request.setRequestHeader('Accept-Language', document.documentElement.lang)
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.upload.addEventListener('progress', ({ loaded, total }) => onProgress(loaded, total))
  return new Promise((resolve) => {
    request.addEventListener('loadend', () => {
      const value = read(request.responseText)
      const isDone = request.status >= 200 && request.status < 300
      resolve(isDone ? { ok: true, value: value as Value } : { ok: false, refused: refusalOf(value, request.status) })
    })
    request.send(body)
  })
}
