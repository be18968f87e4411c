import { expect } from 'vitest'
import { dial, type Line, type RawAnswer } from '#test/adapters/http/dial.ts'
import { decode, type Decoder } from './decoder.ts'
import { problem } from './models.ts'

/** A file as an app puts it into a form: some name its type as they should, some do not, some name none. */
export type Upload = { readonly bytes: Uint8Array; readonly type: string | null; readonly fileName: string }

export type Call = {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly fields?: Readonly<Record<string, string | readonly (string | number)[]>>
  readonly files?: Readonly<Record<string, Upload>>
  readonly token?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
}

/** How one app writes a request, to the byte. */
export type Dialect = {
  readonly name: string
  readonly frame: (call: Call, host: string) => Buffer
  /** The types its sound goes under, one a track. */
  readonly soundTypes: readonly (string | null)[]
  /** The same of pictures. */
  readonly pictureType: string | null
  /** How it says which comments to mix, all of its ways. */
  readonly mixTracks: readonly ((ids: readonly number[]) => string | readonly (string | number)[])[]
}

/** A request with its body, its length told. */
export const framed = (
  { method = 'GET', path }: Call,
  headers: Readonly<Record<string, string | undefined>>,
  body: Buffer | null,
): Buffer => {
  const told = { ...headers, ...(body !== null && { 'Content-Length': String(body.length) }) }
  const lines = Object.entries(told).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]))
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), body ?? Buffer.alloc(0)])
}

/** Parts of a form behind their headers. */
export const multipart = (
  boundary: string,
  parts: readonly (readonly [headers: readonly string[], body: Uint8Array])[],
): Buffer =>
  Buffer.concat([
    ...parts.flatMap(([headers, body]) => [
      Buffer.from(`--${boundary}\r\n${headers.map((header) => `${header}\r\n`).join('')}\r\n`),
      body,
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${boundary}--\r\n`),
  ])

/** One app on one phone: a line to the server, kept open, and what it can read. */
export class Phone {
  readonly #dialect: Dialect
  readonly #line: Line
  readonly #host: string
  token: string | undefined

  private constructor(dialect: Dialect, line: Line, host: string) {
    this.#dialect = dialect
    this.#line = line
    this.#host = host
  }

  static async pickUp(dialect: Dialect, url: string): Promise<Phone> {
    const { port, host } = new URL(url)
    return new Phone(dialect, await dial({ port: Number(port) }), host)
  }

  async ask(call: Call): Promise<RawAnswer> {
    await this.#line.send(this.#dialect.frame({ token: this.token, ...call }, this.#host))
    return this.#line.answer()
  }

  /** The answer as the app reads it; every one has to be readable. */
  async call<Value>(call: Call, status: number, decoder: Decoder<Value>): Promise<Value> {
    const answer = await this.ask(call)
    const what = `${this.#dialect.name}: ${call.method ?? 'GET'} ${call.path}`
    expect([what, answer.status, answer.body.slice(0, 400)]).toEqual([what, status, expect.any(String)])
    expect([what, answer.isWhole, answer.headers['content-type']]).toEqual([what, true, 'application/json'])
    return decode(answer.body, decoder)
  }

  /** A refusal, read too. */
  async refused(call: Call, status: number, code: string): Promise<void> {
    const answer = await this.ask(call)
    const what = `${this.#dialect.name}: ${call.method ?? 'GET'} ${call.path}`
    expect([what, answer.headers['content-type']]).toEqual([what, 'application/problem+json'])
    expect([what, decode(answer.body, problem)]).toMatchObject([what, { status, code }])
    expect([what, answer.status]).toEqual([what, status])
  }

  /** Done, and nothing said. */
  async done(call: Call): Promise<void> {
    const answer = await this.ask(call)
    expect([call.path, answer.status, answer.body]).toEqual([call.path, 204, ''])
  }

  hangUp(): void {
    this.#line.cut()
  }
}
