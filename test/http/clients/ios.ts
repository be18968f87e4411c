import { type Call, type Dialect, framed, multipart } from './app.ts'

const BOUNDARY = 'alamofire.boundary.8f3c2a9b1d4e5f60'

const parts = ({ fields = {}, files = {} }: Call): Buffer =>
  multipart(BOUNDARY, [
    ...Object.entries(fields).map(
      ([name, value]) => [[`Content-Disposition: form-data; name="${name}"`], Buffer.from(String(value))] as const,
    ),
    ...Object.entries(files).map(
      ([name, { bytes, type, fileName }]) =>
        [
          [
            `Content-Disposition: form-data; name="${name}"; filename="${fileName}"`,
            ...(type === null ? [] : [`Content-Type: ${type}`]),
          ],
          bytes,
        ] as const,
    ),
  ])

const bodyOf = (call: Call): readonly [type: string | undefined, body: Buffer | null] => {
  const { fields, files, method = 'GET' } = call
  if (files !== undefined) return [`multipart/form-data; boundary=${BOUNDARY}`, parts(call)]
  if (fields === undefined) return [undefined, method === 'GET' || method === 'DELETE' ? null : Buffer.alloc(0)]
  if (Object.values(fields).some((value) => typeof value !== 'string'))
    return ['application/json', Buffer.from(JSON.stringify(fields))]
  const pairs = Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return ['application/x-www-form-urlencoded; charset=utf-8', Buffer.from(pairs.join('&'))]
}

/** The iOS app, in Swift: forms urlencoded, lists as JSON, files as multipart, a slash behind every path. */
export const IOS: Dialect = {
  name: 'the iOS app',
  frame: (call, host) => {
    const [type, body] = bodyOf(call)
    const headers = {
      Host: host,
      'Content-Type': type,
      Connection: 'keep-alive',
      Accept: '*/*',
      'User-Agent': 'Soundhub/1.0 (iPhone; iOS 11.2; Scale/3.00)',
      Authorization: call.token === undefined ? undefined : `Token ${call.token}`,
      'Accept-Language': 'ko-KR;q=1.0, en-KR;q=0.9',
      'Accept-Encoding': 'gzip;q=1.0, compress;q=0.5',
      ...call.headers,
    }
    return framed(call, headers, body)
  },
  pictureType: 'image/jpeg',
  soundTypes: ['audio/x-m4a', 'multipart/form-data', null],
  mixTracks: [(ids) => ids, (ids) => ids.map(String), (ids) => ids.join(', ')],
}
