import { describe, expect, it } from 'vitest'
import { parseJson, parseUrlencoded } from '#adapters/http/body/small-body.ts'
import { house, jsonOf, post } from './house.ts'

const FORM = { email: 'ann@example.org', nickname: '앤 & co', instrument: 'Guitar', password1: 'seven-strings' }
const BOTH = { ...FORM, password2: FORM.password1 }

const multipartOf = (fields: Readonly<Record<string, string>>): FormData => {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

const send = async (body: string | Uint8Array | FormData, type?: string, path = '/user/signup') => {
  const given = house()
  const headers = type === undefined ? {} : { 'Content-Type': type }
  const answer = await given.app.request(path, {
    method: 'POST',
    body: typeof body === 'string' || body instanceof FormData ? body : new Uint8Array(body),
    headers,
  })
  return { status: answer.status, json: await jsonOf(answer), given }
}

const URLENCODED = 'application/x-www-form-urlencoded'
const AS_JSON = 'application/json'

describe('the fields of a write', () => {
  it.each([
    ['JSON', JSON.stringify(BOTH), AS_JSON],
    ['JSON of a kind', JSON.stringify(BOTH), 'application/vnd.soundhub+json; charset=utf-8'],
    ['a form', new URLSearchParams(BOTH).toString(), `${URLENCODED};charset=UTF-8`],
    ['multipart', multipartOf(BOTH), undefined],
  ])('come as %s', async (_, body, type) => {
    const { status, json } = await send(body, type)
    expect([status, json.nickname]).toEqual([201, '앤 & co'])
  })

  it.each([
    ['JSON', JSON.stringify({ ...BOTH, instrument: ['bass', 'Vocal'] }), AS_JSON],
    ['a form', `${new URLSearchParams({ ...BOTH, instrument: 'bass' }).toString()}&instrument=Vocal`, URLENCODED],
  ])('are a list where a field is sent again, in %s', async (_, body, type) => {
    expect((await send(body, type)).json.instrument).toBe('Vocal, Bass')
  })

  it('are a list in multipart too', async () => {
    const form = multipartOf({ ...BOTH, instrument: 'bass' })
    form.append('instrument', 'Vocal')
    expect((await send(form)).json.instrument).toBe('Vocal, Bass')
  })

  it.each([
    ['no body', '', AS_JSON],
    ['an empty form', '', URLENCODED],
    ['no content type and nothing in it', '', undefined],
    ['multipart without a part', '--x--\r\n', 'multipart/form-data; boundary=x'],
    ['multipart without a byte', '', 'multipart/form-data; boundary=x'],
    ['an object without members', '{}', AS_JSON],
  ])('are none in %s', async (_, body, type) => {
    const { status, json } = await send(new TextEncoder().encode(body), type)
    expect([status, json.code]).toEqual([400, 'VALIDATION_FAILED'])
  })

  it.each([
    ['JSON that breaks off', '{"email":', AS_JSON],
    ['a list', '[1]', AS_JSON],
    ['null', 'null', AS_JSON],
    ['a word', '"email"', AS_JSON],
    ['JSON that is not UTF-8', Buffer.from('{"email":"\xff"}', 'latin1'), AS_JSON],
    ['a form that is not UTF-8', Buffer.from('email=\xff', 'latin1'), URLENCODED],
    ['multipart without a boundary', '--x--', 'multipart/form-data'],
    ['multipart with another boundary', '--x\r\n\r\n--x--', 'multipart/form-data; boundary=y'],
    [
      'multipart that breaks off',
      '--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na',
      'multipart/form-data; boundary=x',
    ],
    ['multipart that breaks off in a head', '--x\r\nContent-Dispo', 'multipart/form-data; boundary=x'],
    ['a boundary as long as a book', 'x', `multipart/form-data; boundary=${'b'.repeat(300)}`],
  ])('are malformed in %s', async (_, body, type) => {
    const { status, json } = await send(body, type)
    expect([status, json.code]).toEqual([400, 'BODY_MALFORMED'])
  })

  it.each([
    ['text', 'email=a', 'text/plain'],
    ['XML', '<a/>', 'application/xml'],
    ['bytes of no type', Buffer.from('email=a'), undefined],
  ])('are not read from %s', async (_, body, type) => {
    const { status, json } = await send(body, type)
    expect([status, json.code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED'])
  })

  it('are not unpacked', async () => {
    const { app } = house()
    const answer = await post(app, '/user/signup', BOTH, { 'Content-Encoding': 'gzip' })
    expect(answer.status).toBe(415)
    expect((await post(app, '/user/signup', BOTH, { 'Content-Encoding': 'identity' })).status).toBe(201)
  })

  const long = 'x'.repeat(100 * 1024 + 1)
  const many = Array.from({ length: 201 }, (_, at): [string, string] => [`f${at}`, '1'])
  it.each([
    ['much JSON', JSON.stringify({ email: long }), AS_JSON],
    ['a long form', `email=${long}`, URLENCODED],
    ['a form of many fields', new URLSearchParams(many).toString(), URLENCODED],
    ['a long part', multipartOf({ email: long }), undefined],
    ['many parts', multipartOf(Object.fromEntries(many)), undefined],
    ['parts that are long together', multipartOf({ a: long.slice(0, 60_000), b: long.slice(0, 60_000) }), undefined],
    [
      'many files',
      [...many, ...many].reduce((form, [name]) => (form.append(name, new Blob(['a']), 'a'), form), new FormData()),
      undefined,
    ],
  ])('are refused as %s', async (_, body, type) => {
    const { status, json } = await send(body, type)
    expect([status, json.code]).toEqual([413, 'BODY_TOO_LARGE'])
  })

  it.each([
    ['JSON', `{"__proto__":{"email":"a@b.cd"},"constructor":[["x"]],"toString":{},${JSON.stringify(BOTH).slice(1)}`],
    ['JSON without nesting', `{"__proto__":"x","constructor":"x","toString":"y",${JSON.stringify(BOTH).slice(1)}`],
    ['a form', `__proto__=x&__proto__=y&constructor=z&${new URLSearchParams(BOTH).toString()}`],
  ])('may be called as they like in %s', async (kind, body) => {
    expect((await send(body, kind.startsWith('JSON') ? AS_JSON : URLENCODED)).status).toBe(201)
    expect(({} as { email?: string }).email).toBeUndefined()
  })

  it('have no prototype that a name could reach', () => {
    const form = parseUrlencoded(Buffer.from('__proto__=x&__proto__=y&toString=z'))._unsafeUnwrap()
    expect(Object.entries(form)).toEqual([
      ['__proto__', ['x', 'y']],
      ['toString', 'z'],
    ])
    for (const fields of [form, parseJson(Buffer.from('{"a":1}'), { fields: ['a'], nested: [] })._unsafeUnwrap()])
      expect('constructor' in fields).toBe(false)
  })

  it('may be called as they like in multipart', async () => {
    const form = multipartOf(BOTH)
    form.append('__proto__', 'x')
    form.append('__proto__', 'y')
    expect((await send(form)).status).toBe(201)
  })

  it('are flat: an object among them is named', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
    for (const value of ['{"toString":1}', '[{"toString":1}]', '[["Guitar"]]', deep]) {
      const { status, json } = await send(`{"instrument":${value}}`, AS_JSON)
      expect([status, json.code]).toEqual([400, 'VALIDATION_FAILED'])
      expect(json.errors).toMatchObject([{ field: 'instrument', code: 'MALFORMED' }])
    }
  })
})
