import { describe, expect, it } from 'vitest'
import { emailOf, PEOPLE, type Scene, sceneOf } from './account-scenes.ts'
import { ask } from './asking.ts'
import { ALL_ROWS, nameOf, prepare } from './document/calls.ts'
import { faultsOf } from './document/conforming.ts'
import { documentOf, type Operation } from './document/operations.ts'
import { house, jsonOf, member, PASSWORD, PUBLIC_URL } from './house.ts'
import { ASKING, COOKIE, cookieSetBy, logIn, OWN, visitor } from './page-scenes.ts'

const OPERATIONS = await documentOf(house().app)
const WRITES = new Map(
  OPERATIONS.flatMap((operation) => (operation.method === 'GET' ? [] : [[operation.call, operation] as const])),
)

const OWNER = PEOPLE.indexOf('owner')

/** Every write that is documented, in each form that its owner gets done. */
const DONE = ALL_ROWS.filter(({ call, expected }) => WRITES.has(call) && expected[OWNER]! < 400)
/** The owner never gets these done, and must not learn why from elsewhere. */
const OTHERS = [...WRITES.keys()]
  .filter((call) => DONE.every((row) => row.call !== call))
  .map((call) => ALL_ROWS.find((row) => row.call === call)!)
const ROWS = [...DONE, ...OTHERS].map((row) => [nameOf(row), row] as const)

/** Origins that are nearly ours; `undefined`: none. */
const FOREIGN: readonly (string | undefined)[] = [
  undefined,
  '',
  'null',
  'https://evil.example',
  'http://soundhub.example',
  `${PUBLIC_URL}:444`,
  `${PUBLIC_URL}/`,
  `${PUBLIC_URL}.evil.example`,
  'https://app.soundhub.example',
  `${PUBLIC_URL}, https://evil.example`,
  'http://localhost',
]

const originOf = (origin: string | undefined): Readonly<Record<string, string>> =>
  origin === undefined ? {} : { Origin: origin }

/** The owner's session as the cookie of a page. */
const asVisitor = async ({ given }: Scene) => {
  const answer = await logIn(given, emailOf('owner'))
  return { Cookie: `${COOKIE}=${String(cookieSetBy(answer))}` }
}

const everything = async ({ given: { world } }: Scene) =>
  JSON.stringify([
    Object.entries((await world.tables())._unsafeUnwrap()).map(([name, table]) => [name, ...table]),
    world.files.paths(),
  ])

describe('a write with the cookie', () => {
  it('is every write there is', () => {
    expect(new Set(ROWS.map(([, { call }]) => call))).toEqual(new Set(WRITES.keys()))
    expect(WRITES.size).toBeGreaterThan(30)
  })

  it.each(ROWS)('%s is refused from any other origin and changes nothing; from ours it is done', async (_name, row) => {
    const scene = await sceneOf('owner')
    const cookie = await asVisitor(scene)
    const { url, init } = await prepare(row, scene)
    const { Authorization: _, ...headers } = init.headers as Record<string, string>
    const send = (more: object) =>
      scene.given.app.request(url, { ...init, headers: { ...headers, ...cookie, ...more } })
    const before = await everything(scene)
    for (const origin of FOREIGN)
      for (const more of [{}, { 'Sec-Fetch-Site': 'same-origin' }]) {
        const answer = await send({ ...originOf(origin), ...more })
        expect(await faultsOf(WRITES.get(row.call) as Operation, answer.clone())).toEqual([])
        expect([origin, answer.status, (await jsonOf(answer)).code]).toEqual([origin, 403, 'ORIGIN_NOT_ALLOWED'])
        expect(answer.headers.getSetCookie()).toEqual([])
      }
    expect(await everything(scene)).toBe(before)
    const answer = await send(OWN)
    expect(answer.status).toBe(row.expected[OWNER])
    expect(await faultsOf(WRITES.get(row.call) as Operation, answer)).toEqual([])
  })

  it('says in both languages what to do', async () => {
    const given = house()
    const headers = await visitor(given, 'ann')
    const detailIn = async (language: string) => {
      const answer = await ask(given, '/post/1/like', {
        method: 'POST',
        headers: { ...headers, 'Accept-Language': language },
      })
      return (await jsonOf(answer)).detail
    }
    expect([await detailIn('en'), await detailIn('ko')]).toEqual([
      expect.stringContaining('a page of this site'),
      expect.stringContaining('사이트'),
    ])
  })

  it('needs no origin beside a token, and none without a cookie', async () => {
    const given = house()
    const ann = await visitor(given, 'ann')
    const bob = await member(given, 'bob')
    const write = { method: 'POST', fields: { password: PASSWORD } }
    expect((await ask(given, '/user/password', { ...write, headers: { ...ann, ...bob } })).status).toBe(200)
    expect((await ask(given, '/user/password', { ...write, headers: { ...bob, Cookie: '_ga=1' } })).status).toBe(200)
  })

  it('in a read is no matter', async () => {
    const given = house()
    const headers = { ...(await visitor(given, 'ann')), Origin: 'https://evil.example' }
    expect((await ask(given, '/user/sessions', { headers })).status).toBe(200)
  })
})

describe('a login for a cookie', () => {
  it.each(FOREIGN)('is not begun by another origin: %s', async (origin) => {
    const given = house({ settings: { corsOrigins: ['*'] } })
    await member(given, 'ann')
    const fields = { email: 'ann@example.org', password: PASSWORD }
    for (const as of ['JSON', 'a form', 'multipart'] as const) {
      const answer = await ask(given, '/user/login', { fields, as, headers: { ...ASKING, ...originOf(origin) } })
      expect([answer.status, cookieSetBy(answer)]).toEqual([403, null])
    }
  })

  it('cannot be asked for by a page that may call, nor may its answers be read with a cookie', async () => {
    for (const corsOrigins of [['*'], ['https://app.example']]) {
      const given = house({ settings: { corsOrigins } })
      const wanted = { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' }
      const asked = { ...wanted, 'Access-Control-Request-Headers': 'soundhub-session' }
      const preflight = await ask(given, '/user/login', { method: 'OPTIONS', headers: asked })
      expect(preflight.headers.get('Access-Control-Allow-Headers')?.toLowerCase()).not.toContain('soundhub-session')
      const ann = await visitor(given, 'ann')
      const read = await ask(given, '/user/sessions', { headers: { ...ann, Origin: 'https://app.example' } })
      for (const { headers } of [preflight, read]) expect(headers.get('Access-Control-Allow-Credentials')).toBeNull()
    }
  })
})

/** Whether a login is begun by a page of this origin at this address. */
const mayLogIn = async (publicUrl: string, address: string, origin: string): Promise<boolean> => {
  const given = house({ settings: { publicUrl } })
  const answer = await given.app.request(`${address}/user/login`, {
    method: 'POST',
    headers: { ...ASKING, Origin: origin, 'Content-Type': 'application/json' },
    body: '{}',
  })
  expect(answer.status === 403 ? (await jsonOf(answer)).code : 'ORIGIN_NOT_ALLOWED').toBe('ORIGIN_NOT_ALLOWED')
  return answer.status !== 403
}

describe('a page of this server', () => {
  it.each([
    ['http://localhost:8000', 'http://localhost:8000', 'http://localhost:8000', true],
    ['http://localhost:8000', 'http://127.0.0.1:8000', 'http://127.0.0.1:8000', true],
    ['http://localhost:8000', 'http://[::1]:8000', 'http://[::1]:8000', true],
    ['http://localhost:8000', 'http://localhost:5173', 'http://localhost:5173', true],
    ['http://127.0.0.1:8000', 'http://localhost:8000', 'http://localhost:8000', true],
    // Another program on this machine.
    ['http://localhost:8000', 'http://localhost:8000', 'http://localhost:3000', false],
    ['http://localhost:8000', 'http://localhost:8000', 'http://127.0.0.1:8000', false],
    // A stranger's name that leads to this machine.
    ['http://localhost:8000', 'http://evil.example:8000', 'http://evil.example:8000', false],
    ['http://localhost:8000', 'http://localhost.evil.example:8000', 'http://localhost.evil.example:8000', false],
    ['http://localhost:8000', 'https://localhost:8000', 'https://localhost:8000', false],
    ['http://192.168.1.5:8000', 'http://192.168.1.5:8000', 'http://192.168.1.5:8000', true],
    ['http://192.168.1.5:8000', 'http://localhost:8000', 'http://localhost:8000', false],
    // Behind a proxy that speaks TLS.
    ['https://soundhub.example/music', 'http://127.0.0.1:8000', 'https://soundhub.example', true],
    ['https://soundhub.example', 'http://soundhub.example', 'http://soundhub.example', false],
    ['https://soundhub.example', 'http://localhost:8000', 'http://localhost:8000', false],
    ['https://Soundhub.example:443/', 'http://127.0.0.1:8000', 'https://soundhub.example', true],
  ])('at %s, opened as %s, is of the origin %s: %s', async (publicUrl, address, origin, may) => {
    expect(await mayLogIn(publicUrl, address, origin)).toBe(may)
  })
})
