import { type Call, type Dialect, framed, multipart, type Upload } from './app.ts'

const BOUNDARY = '3f2a51c8-95d7-4b0e-a1de-6c7f0b2e9d44'

/** The type that the app gives to the parts of a form, because the form has it. */
const AS_A_FORM = 'multipart/form-data; charset=utf-8'

const part = (disposition: string, type: string | null, body: Uint8Array) =>
  [
    [
      `Content-Disposition: form-data; ${disposition}`,
      ...(type === null ? [] : [`Content-Type: ${type}`]),
      `Content-Length: ${body.length}`,
    ],
    body,
  ] as const

const filePart = (name: string, { bytes, type, fileName }: Upload) =>
  part(`name="${name}"; filename="${fileName}"`, type, bytes)

/** Whatever is written is a multipart form, a login too; what has no fields is an empty body. */
const bodyOf = ({ method = 'GET', fields = {}, files = {} }: Call): readonly [string | undefined, Buffer | null] => {
  const parts = [
    ...Object.entries(fields).map(([name, value]) => part(`name="${name}"`, AS_A_FORM, Buffer.from(String(value)))),
    ...Object.entries(files).map(([name, upload]) => filePart(name, upload)),
  ]
  if (parts.length > 0) return [`multipart/form-data; boundary=${BOUNDARY}`, multipart(BOUNDARY, parts)]
  return [undefined, method === 'GET' || method === 'DELETE' ? null : Buffer.alloc(0)]
}

/** The Android app, in Java: everything is a multipart form. */
export const ANDROID: Dialect = {
  name: 'the Android app',
  frame: (call, host) => {
    const [type, body] = bodyOf(call)
    const headers = {
      Authorization: call.token === undefined ? undefined : `Token ${call.token}`,
      ...call.headers,
      'Content-Type': type,
      Host: host,
      Connection: 'Keep-Alive',
      'Accept-Encoding': 'gzip',
      'User-Agent': 'okhttp/3.9.1',
    }
    return framed(call, headers, body)
  },
  pictureType: 'multipart/form-data',
  soundTypes: ['multipart/form-data', 'application/octet-stream', null],
  mixTracks: [
    (ids) => ids.join(', '),
    (ids) => `${ids.join(' ,')} ,`,
    (ids) => `[${ids.join(', ')}]`,
    (ids) => JSON.stringify(ids.map(String)),
  ],
}
