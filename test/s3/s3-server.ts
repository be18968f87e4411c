import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { openS3Bucket, type S3Bucket, type S3Location } from '#adapters/s3/s3-bucket.ts'

/**
 * What happens to a request: `503`; `slow`, done when the client has gone; `cut`, done, but the answer breaks off in its
 * middle; `timed out`, done, but answered with 504.
 */
export const S3_FAULTS = ['503', 'slow', 'cut', 'timed out'] as const
export type S3Fault = (typeof S3_FAULTS)[number]

const BUCKET = 'songs'

/** What s3rver takes. */
export const S3_CREDENTIALS = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly body: Buffer }

const wholeOf = async (message: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}

const xml = (status: number, text: string): Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: Buffer.from(`<?xml version="1.0"?>${text}`),
})

const refused = (status: number, code: string) => xml(status, `<Error><Code>${code}</Code></Error>`)

/** s3rver takes 0 as the end of a range for none. */
const firstByteOf = (answer: Answer): Answer => ({
  ...answer,
  headers: {
    ...answer.headers,
    'content-length': '1',
    'content-range': `bytes 0-0/${answer.body.length}`,
  },
  body: answer.body.subarray(0, 1),
})

/** s3rver begins and ends uploads in parts, but neither lists nor aborts them. */
const uploadsIn = (folder: string) => {
  const uploads = join(folder, BUCKET, '._S3rver_uploads')
  const list = async (): Promise<Answer> => {
    const ids = await readdir(uploads).catch(() => [])
    const all = ids.map(async (id) => {
      const [key, { mtime }] = await Promise.all([readFile(join(uploads, id, 'key'), 'utf8'), stat(join(uploads, id))])
      const initiated = mtime.toISOString()
      return `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${initiated}</Initiated></Upload>`
    })
    const listed = (await Promise.all(all)).join('')
    return xml(200, `<ListMultipartUploadsResult>${listed}</ListMultipartUploadsResult>`)
  }
  const abort = async (id: string): Promise<Answer> => {
    if (!(await readdir(uploads).catch((): string[] => [])).includes(id)) return refused(404, 'NoSuchUpload')
    await rm(join(uploads, id), { recursive: true })
    return { status: 204, headers: {}, body: Buffer.alloc(0) }
  }
  return { list, abort, count: async () => (await readdir(uploads).catch(() => [])).length }
}

const send = ({ status, headers, body }: Answer, to: ServerResponse): void =>
  void to.writeHead(status, headers).end(body)

const cut = ({ status, headers, body }: Answer, to: ServerResponse): void => {
  if (body.length < 2) return void to.destroy()
  to.writeHead(status, headers)
  to.write(body.subarray(0, body.length / 2), () => to.destroy())
}

export type S3Request = Pick<IncomingMessage, 'headers'> & { readonly method: string; readonly url: string }

export type S3Server = {
  readonly url: string
  readonly location: S3Location
  /** Asked of every request; `null` lets it pass. */
  fault: (request: S3Request) => S3Fault | '501' | null
  /** While it is down, it closes every connection. */
  isDown: boolean
  /** The requests so far, as `PUT /bucket/key`. */
  readonly requests: readonly string[]
  /** The most bytes that one request brought. */
  readonly largest: () => number
  /** A client for its bucket, which gives up soon. */
  open(given?: Partial<S3Location>): S3Bucket
  /** Uploads in parts that were begun and not ended. */
  unfinished(): Promise<number>
  /** Waits for what was done after its client had gone. */
  settled(): Promise<void>
  close(): Promise<void>
}

/** s3rver, and in front of it, on loopback, what injects faults. */
export const startS3 = async (): Promise<S3Server> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-s3-'))
  const options = { address: '127.0.0.1', silent: true, directory: folder, configureBuckets: [{ name: BUCKET }] }
  const s3rver = new S3rver({ ...options, port: 0 })
  const { port } = await s3rver.run()
  const uploads = uploadsIn(folder)
  const requests: string[] = []
  let largest = 0
  const late = new Set<Promise<unknown>>()

  const s3rverAnswers = (
    { method, url, headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
    body: Buffer,
  ): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
        const whole = wholeOf(answer).then((bytes) => {
          const all = { status: answer.statusCode ?? 500, headers: answer.headers, body: bytes }
          return headers.range === 'bytes=0-0' && all.status === 206 ? firstByteOf(all) : all
        })
        void whole.then(resolve, reject)
      })
      onward.on('error', reject).end(body)
    })

  const pass = (from: IncomingMessage, body: Buffer): Promise<Answer> => {
    const { pathname, searchParams } = new URL(from.url ?? '', 'http://s3')
    const id = searchParams.get('uploadId')
    if (pathname.split('/')[1] !== BUCKET) return s3rverAnswers(from, body)
    if (from.method === 'GET' && searchParams.has('uploads')) return uploads.list()
    if (from.method === 'DELETE' && id !== null) return uploads.abort(id)
    return s3rverAnswers(from, body)
  }

  const perform = async (from: IncomingMessage, to: ServerResponse): Promise<void> => {
    if (server.isDown) return void to.destroy()
    const [method, url] = [from.method ?? '', from.url ?? '']
    requests.push(`${method} ${url}`)
    const fault = server.fault({ method, url, headers: from.headers })
    const body = await wholeOf(from)
    largest = Math.max(largest, body.length)
    switch (fault) {
      case null:
        return send(await pass(from, body), to)
      case '503':
        return send(refused(503, 'ServiceUnavailable'), to)
      case '501':
        return send(refused(501, 'NotImplemented'), to)
      case 'slow': {
        await new Promise((gone) => to.on('close', gone))
        await pass(from, body)
        return
      }
      case 'cut':
        return cut(await pass(from, body), to)
      case 'timed out': {
        await pass(from, body)
        return send(refused(504, 'GatewayTimeout'), to)
      }
    }
  }

  const front = createServer((from, to) => {
    const done = perform(from, to).catch(() => to.destroy())
    late.add(done)
    void done.finally(() => late.delete(done))
  })
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  const location: S3Location = {
    bucket: BUCKET,
    region: 'us-east-1',
    endpoint: url,
    forcePathStyle: true,
    credentials: S3_CREDENTIALS,
    patience: { answerMs: 2000, silenceMs: 2000 },
  }
  const opened: S3Bucket[] = []
  const server: S3Server = {
    url,
    location,
    fault: () => null,
    isDown: false,
    requests,
    largest: () => largest,
    open: (given = {}) => {
      const bucket = openS3Bucket({ ...location, ...given })
      opened.push(bucket)
      return bucket
    },
    unfinished: uploads.count,
    settled: async () => void (await Promise.all(late)),
    close: async () => {
      for (const bucket of opened) bucket.close()
      front.closeAllConnections()
      await new Promise((closed) => front.close(closed))
      await s3rver.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
  return server
}
