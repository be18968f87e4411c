import * as fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { type House, house, member, postTrack, recording } from './house.ts'

const PIECES: readonly (string | Uint8Array)[] = [
  '--x',
  '--x--',
  '\r\n',
  '\r\n\r\n',
  '\n',
  '-',
  'Content-Disposition: form-data; name="author_track"; filename="a.wav"',
  'Content-Disposition: form-data; name="title"',
  'Content-Disposition: form-data; name="__proto__"',
  'Content-Disposition: form-data',
  'Content-Disposition: form-data; name="',
  "content-disposition: form-data; name*=utf-16''%ff%fe; filename*=''",
  'Content-Disposition: attachment; name=title',
  'Content-Type: text/plain; charset=utf-16le',
  'Content-Type: audio/wav',
  'Content-Type: ;;charset=',
  ' folded',
  ':',
  recording(),
  Buffer.from([0, 0xff, 0xfe, 0x80]),
  'title=Blue&instrument=%ff&=&&genre',
  '{"title":',
  '"instrument":["Guitar",{"toString":1}]',
  '}',
]

const joined = (pieces: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(pieces.map((piece) => Buffer.from(piece as string)))

const content = fc.oneof(
  fc.constant(recording()),
  fc.uint8Array({ maxLength: 50 }),
  fc.constantFrom('Guitar', 'Rock', '1,2', ''),
)

const part = fc
  .tuple(
    fc.subarray(
      PIECES.filter((piece) => /^content/i.test(String(piece))),
      { maxLength: 3 },
    ),
    content,
  )
  .map(([heads, sent]) => joined(['--x\r\n', ...heads.flatMap((head) => [head, '\r\n']), '\r\n', sent, '\r\n']))

/** Parts as they should be, and one place where something else stands. */
const multipart = fc
  .tuple(
    fc.array(part, { maxLength: 6 }),
    fc.double({ min: 0, max: 2, noNaN: true }),
    fc.nat({ max: 3 }),
    fc.uint8Array({ maxLength: 3 }),
  )
  .map(([parts, place, length, instead]) => {
    const whole = joined([...parts, '--x--\r\n'])
    const at = Math.floor(place * whole.length)
    return new Uint8Array(joined([whole.subarray(0, at), instead, whole.subarray(at + length)]))
  })

const value = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.array(fc.oneof(fc.string(), fc.integer(), fc.constant(null))),
  fc.jsonValue(),
)
const NAMES = ['title', 'instrument', 'genre', 'bpm', 'mix_tracks', 'email', 'nickname', 'password1', 'activation_key']

const json = fc
  .dictionary(fc.constantFrom(...NAMES), value)
  .map((fields) => new TextEncoder().encode(JSON.stringify(fields)))

const muddle = fc
  .array(fc.oneof(fc.constantFrom(...PIECES), fc.uint8Array({ maxLength: 4 })), { maxLength: 25 })
  .map((pieces) => new Uint8Array(joined(pieces)))

const MULTIPART = 'multipart/form-data; boundary=x'
const JSON_TYPE = 'application/json'
const ODD = ['', 'multipart/form-data; boundary=', 'multipart/form-data;;', 'multipart/form-data; boundary="', '/;']
const types = fc.constantFrom(MULTIPART, JSON_TYPE, 'application/x-www-form-urlencoded', ...ODD)

/** Mostly what its type says it is. */
const requests = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant(MULTIPART), multipart) },
  { weight: 3, arbitrary: fc.tuple(fc.constant(JSON_TYPE), json) },
  { weight: 2, arbitrary: fc.tuple(types, muddle) },
  { weight: 1, arbitrary: fc.tuple(types, fc.oneof(multipart, json, fc.uint8Array({ maxLength: 200 }))) },
)

/** The bytes in pieces of these lengths. */
const inPieces = (body: Uint8Array, lengths: readonly number[]): ReadableStream<Uint8Array> => {
  const cuts = lengths.values()
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= body.length) return controller.close()
      const length = cuts.next().value ?? body.length
      controller.enqueue(body.slice(at, at + length))
      at += length
    },
  })
}

const PATHS = ['/user/signup', '/user/login', '/user/activate', '/post', '/post/1', '/post/1/comments', '/post/1/mix']

describe('whatever is sent', () => {
  let given: House
  let headers: { Authorization: string }

  beforeAll(async () => {
    given = house()
    headers = await member(given, 'ann')
    await postTrack(given, headers)
  })

  it('is never a fault of ours, and leaves no file', async () => {
    await fc.assert(
      fc.asyncProperty(
        requests,
        fc.constantFrom(...PATHS),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 10 }),
        async ([type, body], path, lengths) => {
          const answer = await given.app.request(path, {
            method: path.endsWith('mix') ? 'PATCH' : 'POST',
            body: inPieces(body, lengths),
            headers: { ...headers, 'Content-Type': type },
            duplex: 'half',
          })
          expect(answer.status).toBeLessThan(500)
          expect(given.world.files.staged()).toEqual([])
        },
      ),
      { numRuns: 2000 },
    )
    expect(given.lines).toEqual([])
  })
})
