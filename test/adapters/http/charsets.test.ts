import { describe, expect, it } from 'vitest'
import { house, jsonOf, keyFor, PASSWORD, post } from './house.ts'

const URLENCODED = 'application/x-www-form-urlencoded'
const MULTIPART = 'multipart/form-data; boundary=x'

/** 기타 in EUC-KR. */
const GUITAR = Buffer.from([0xb1, 0xe2, 0xc5, 0xb8])
/** Two passwords typed in Korean: no UTF-8, and of one length. */
const [ONE, OTHER] = [
  Buffer.from('b1e2c5b8b1e2c5b8313233343536', 'hex'),
  Buffer.from('b5e5b7b3b5e5b7b3313233343536', 'hex'),
]

type Fields = Readonly<Record<string, string | Buffer>>

const escaped = (value: string | Buffer): string =>
  Buffer.from(value as string)
    .toString('hex')
    .replaceAll(/../g, '%$&')

const WAYS = {
  'a form': (fields: Fields) => ({
    type: URLENCODED,
    body: Buffer.concat(
      Object.entries(fields).map(([name, value]) =>
        Buffer.concat([Buffer.from(`&${name}=`), Buffer.from(value as string)]),
      ),
    ),
  }),
  'an escaped form': (fields: Fields) => ({
    type: URLENCODED,
    body: Buffer.from(
      Object.entries(fields)
        .map(([name, value]) => `${name}=${escaped(value)}`)
        .join('&'),
    ),
  }),
  multipart: (fields: Fields) => ({
    type: MULTIPART,
    body: Buffer.concat([
      ...Object.entries(fields).map(([name, value]) =>
        Buffer.concat([
          Buffer.from(`--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n`),
          Buffer.from(value as string),
          Buffer.from('\r\n'),
        ]),
      ),
      Buffer.from('--x--\r\n'),
    ]),
  }),
} as const

type Way = keyof typeof WAYS
const EVERY_WAY = Object.keys(WAYS) as Way[]

const send = async (given: ReturnType<typeof house>, path: string, { type, body }: { type: string; body: Buffer }) => {
  const headers = { 'Content-Type': type }
  const answer = await given.app.request(path, { method: 'POST', body: new Uint8Array(body), headers })
  return { status: answer.status, json: await jsonOf(answer) }
}

const ANN = {
  email: 'ann@example.org',
  nickname: 'ann',
  instrument: 'Guitar',
  password1: PASSWORD,
  password2: PASSWORD,
}
const signUp = (request: { type: string; body: Buffer }) => send(house(), '/user/signup', request)
const multipart = (head: string, value: Buffer) => ({
  type: MULTIPART,
  body: Buffer.concat([
    WAYS.multipart({ ...ANN, nickname: '' }).body.subarray(0, -'--x--\r\n'.length),
    Buffer.from(`--x\r\n${head}\r\n\r\n`, 'latin1'),
    value,
    Buffer.from('\r\n--x--\r\n'),
  ]),
})

describe('text that is not UTF-8', () => {
  it.each(EVERY_WAY)('is malformed in %s, and nothing stands in for it', async (way) => {
    for (const nickname of [GUITAR, Buffer.from([0xff]), Buffer.from([0xed, 0xa0, 0x80]), Buffer.from([0xea, 0xb8])]) {
      const { status, json } = await signUp(WAYS[way]({ ...ANN, nickname }))
      expect([status, json.code]).toEqual([400, 'BODY_MALFORMED'])
    }
  })

  it('is malformed in the name of a field too', async () => {
    const named = Buffer.concat([WAYS['a form'](ANN).body, Buffer.from('&nick%b1%e2=x')])
    expect((await signUp({ type: URLENCODED, body: named })).json.code).toBe('BODY_MALFORMED')
    const part = multipart('Content-Disposition: form-data; name="\xb1\xe2"', Buffer.from('x'))
    expect((await signUp(part)).json.code).toBe('BODY_MALFORMED')
  })

  it('is taken in a part that is no text, and in the name of a file', async () => {
    const file = multipart('Content-Disposition: form-data; name="cover"; filename="\xb1\xe2.png"', GUITAR)
    const { body, type } = file
    const named = Buffer.from(body.toString('latin1').replace('name="nickname"\r\n\r\n', '$&ann'), 'latin1')
    expect((await signUp({ type, body: named })).status).toBe(201)
  })

  it('is malformed in a parameter that is asked for, which is named', async () => {
    const { app } = house()
    const answer = await app.request('/search?keyword=%b1%e2')
    expect([answer.status, await jsonOf(answer)]).toMatchObject([
      400,
      { code: 'VALIDATION_FAILED', errors: [{ field: 'keyword', code: 'MALFORMED' }] },
    ])
    expect((await app.request('/search?keyword=blue&utm_source=%b1%e2&%b1=1')).status).toBe(200)
  })
})

describe('a charset that is declared', () => {
  const declared = { ...ANN, nickname: GUITAR }
  it.each<[string, ReturnType<(typeof WAYS)[Way]>]>([
    ['for the whole form', { ...WAYS['an escaped form'](declared), type: `${URLENCODED}; charset=EUC-KR` }],
    ['for the whole body', { ...WAYS.multipart(declared), type: `${MULTIPART}; charset="ks_c_5601-1987"` }],
    ['by a field of the form', WAYS['a form']({ ...declared, _charset_: 'euc-kr' })],
    ['by a field in multipart', WAYS.multipart({ ...declared, _charset_: 'euc-kr' })],
    [
      'by a part',
      multipart('Content-Disposition: form-data; name="nickname"\r\nContent-Type: text/plain; charset=euc-kr', GUITAR),
    ],
  ])('is read, %s', async (where, { type, body }) => {
    const text = body.toString('latin1')
    const alone =
      where === 'by a part'
        ? text.replace('--x\r\nContent-Disposition: form-data; name="nickname"\r\n\r\n\r\n', '')
        : text
    const { status, json } = await signUp({ type, body: Buffer.from(alone, 'latin1') })
    expect([status, json.nickname]).toEqual([201, '기타'])
  })

  it('holds for what it can spell, and no more', async () => {
    const { body } = WAYS['an escaped form']({ ...ANN, nickname: Buffer.from([0xb1]) })
    expect((await signUp({ type: `${URLENCODED}; charset=euc-kr`, body })).json.code).toBe('BODY_MALFORMED')
  })

  it.each<[string, ReturnType<(typeof WAYS)[Way]>]>([
    ['of a form', { ...WAYS['a form'](ANN), type: `${URLENCODED}; charset=hangul` }],
    ['of a field', WAYS.multipart({ ...ANN, _charset_: 'hangul' })],
    ['of JSON', { type: 'application/json; charset=hangul', body: Buffer.from(JSON.stringify(ANN)) }],
    [
      'of a part',
      multipart('Content-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=hangul', GUITAR),
    ],
  ])('is refused where nobody knows it: that %s', async (_, request) => {
    const { status, json } = await signUp(request)
    expect([status, json.code]).toEqual([415, 'MEDIA_TYPE_UNSUPPORTED'])
  })
})

/** Whether the sign-up went through; its account is then opened. */
const join = async (given: ReturnType<typeof house>, way: Way, nickname: string, password: Buffer, charset: string) => {
  const email = `${nickname}@example.org`
  const request = WAYS[way]({ ...ANN, email, nickname, password1: password, password2: password })
  const { status } = await send(given, '/user/signup', { ...request, type: `${request.type}${charset}` })
  if (status !== 201) return false
  const key = await keyFor(given, email)
  await given.app.request(`/user/activate?activation_key=${key}`, { headers: { Accept: 'application/json' } })
  return true
}

describe('passwords in Korean', () => {
  it.each(EVERY_WAY.flatMap((way) => ['', '; charset=euc-kr'].map((charset) => [way, charset] as const)))(
    'that differ open one account each, or none: %s%s',
    async (way, charset) => {
      const given = house()
      const joined = [await join(given, way, 'ann', ONE, charset), await join(given, way, 'bob', OTHER, charset)]
      expect(joined).toEqual(charset === '' ? [false, false] : [true, true])
      const logIn = async (nickname: string, password: Buffer) => {
        const request = WAYS[way]({ email: `${nickname}@example.org`, password })
        return (await send(given, '/user/login', { ...request, type: `${request.type}${charset}` })).status
      }
      const [own, others] = charset === '' ? [400, 400] : [200, 401]
      expect([await logIn('ann', ONE), await logIn('bob', OTHER)]).toEqual([own, own])
      expect([await logIn('ann', OTHER), await logIn('bob', ONE)]).toEqual([others, others])
    },
  )

  it('are never the one that is made of what stands for unreadable bytes', async () => {
    const given = house()
    const replaced = `${'\ufffd'.repeat(8)}123456`
    const email = 'ann@example.org'
    await post(given.app, '/user/signup', { ...ANN, password1: replaced, password2: replaced })
    const key = await keyFor(given, email)
    await given.app.request(`/user/activate?activation_key=${key}`, { headers: { Accept: 'application/json' } })
    expect((await post(given.app, '/user/login', { email, password: replaced })).status).toBe(200)
    for (const way of EVERY_WAY)
      for (const password of [ONE, OTHER])
        expect((await send(given, '/user/login', WAYS[way]({ email, password }))).status).toBe(400)
  })
})
