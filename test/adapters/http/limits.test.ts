import { describe, expect, it } from 'vitest'
import { LIMITS } from '#domain/account/rate-limits.ts'
import { MINUTE } from '#domain/shared/instant.ts'
import { ask } from './asking.ts'
import { type House, house, jsonOf, keyFor, member, onSocket, PASSWORD, signUp, work } from './house.ts'

const EMAIL = 'ann@example.org'
const behindOne = () => house({ settings: { trustedProxies: 1 } })
const from = (address: string) => ({ 'X-Forwarded-For': address })
const [HERE, THERE] = [from('192.0.2.1'), from('198.51.100.9')]

const logIn = (given: House, password: string, headers = HERE, email = EMAIL) =>
  ask(given, '/user/login', { fields: { email, password }, headers })

const times = async (count: number, act: (at: number) => Promise<Response>): Promise<readonly number[]> => {
  const statuses: number[] = []
  for (let at = 0; at < count; at++) statuses.push((await act(at)).status)
  return statuses
}
const all = (count: number, status: number) => Array.from({ length: count }, () => status)

/** How long one is told to wait. */
const patience = (answer: Response): number => Number(answer.headers.get('Retry-After'))

describe('too many logins', () => {
  it('that fail are refused from the eleventh on, with the right password too, and it is told how long', async () => {
    const given = behindOne()
    await member(given, 'ann')
    expect(await times(10, () => logIn(given, 'wrong-wrong'))).toEqual(all(10, 401))
    const refused = await logIn(given, PASSWORD)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('Content-Type')).toBe('application/problem+json')
    expect(refused.headers.get('Cache-Control')).toBe('no-store')
    expect(patience(refused)).toBe(300)
    expect(refused.headers.get('RateLimit-Policy')).toBe('"default";q=10;w=300')
    expect(refused.headers.get('RateLimit')).toBe('"default";r=0;t=300')
    const problem = await jsonOf(refused)
    expect(problem).toMatchObject({ status: 429, code: 'TOO_MANY_ATTEMPTS', detail: expect.stringContaining('300') })
  })

  it('by a stranger do not keep the owner out elsewhere', async () => {
    const given = behindOne()
    await member(given, 'ann')
    await times(11, () => logIn(given, 'wrong-wrong'))
    expect((await logIn(given, PASSWORD, THERE)).status).toBe(200)
  })

  it('are forgotten after five minutes', async () => {
    const given = behindOne()
    await member(given, 'ann')
    await times(10, () => logIn(given, 'wrong-wrong'))
    given.world.clock.advance(5 * MINUTE - 1)
    const refused = await logIn(given, PASSWORD)
    expect([refused.status, patience(refused)]).toEqual([429, 1])
    given.world.clock.advance(1)
    expect((await logIn(given, PASSWORD)).status).toBe(200)
  })

  it('look the same for an address that nobody has', async () => {
    const given = behindOne()
    await member(given, 'ann')
    const [known, unknown] = await Promise.all(
      [EMAIL, 'nobody@example.org'].map(async (email) => {
        const statuses = await times(12, () => logIn(given, 'wrong-wrong', HERE, email))
        return [statuses, await (await logIn(given, 'wrong-wrong', HERE, email)).text()]
      }),
    )
    expect(unknown).toEqual(known)
  })

  it('from one household are counted together, whatever the last half of its address', async () => {
    const given = behindOne()
    await member(given, 'ann')
    const neighbour = (at: number) => from(`2001:db8:1:2:${at.toString(16)}::1`)
    expect(await times(11, (at) => logIn(given, 'wrong-wrong', neighbour(at + 1)))).toEqual([...all(10, 401), 429])
    expect((await logIn(given, PASSWORD, from('2001:db8:1:3::1'))).status).toBe(200)
  })

  it('are not got round by claims in X-Forwarded-For', async () => {
    for (const [trustedProxies, claim] of [
      [0, (at: number) => `10.0.0.${at}`],
      [1, (at: number) => `10.0.0.${at}, 192.0.2.1`],
      [2, (at: number) => `10.0.0.${at}, 192.0.2.1, 203.0.113.5`],
    ] as const) {
      const given = house({ settings: { trustedProxies } })
      await member(given, 'ann')
      const server = await onSocket(given)
      const tried = await times(11, (at) =>
        fetch(`http://127.0.0.1:${server.port}/user/login`, {
          method: 'POST',
          body: JSON.stringify({ email: EMAIL, password: 'wrong-wrong' }),
          headers: { 'Content-Type': 'application/json', ...from(claim(at)) },
        }),
      )
      expect([trustedProxies, tried]).toEqual([trustedProxies, [...all(10, 401), 429]])
      await server.close()
    }
  })

  it('that go well are not counted', async () => {
    const given = behindOne()
    await member(given, 'ann')
    expect(await times(15, () => logIn(given, PASSWORD))).toEqual(all(15, 200))
  })

  it('over all the addresses there are end at a hundred a client', async () => {
    const given = behindOne()
    await member(given, 'ann')
    expect(await times(100, (at) => logIn(given, 'wrong-wrong', HERE, `a${at}@example.org`))).toEqual(all(100, 401))
    expect((await logIn(given, PASSWORD)).status).toBe(429)
    expect((await logIn(given, PASSWORD, THERE)).status).toBe(200)
  })
})

const signUpAs = (given: House, nickname: string, headers = HERE, email = `${nickname}@example.org`) =>
  ask(given, '/user/signup', {
    fields: { email, nickname, instrument: 'Bass', password1: PASSWORD, password2: PASSWORD },
    headers,
  })

describe('too many sign-ups', () => {
  it('are refused from the twenty-first of an hour on, of one client only', async () => {
    const given = behindOne()
    expect(await times(20, (at) => signUpAs(given, `ann${at}`))).toEqual(all(20, 201))
    const refused = await signUpAs(given, 'ann20')
    expect([refused.status, patience(refused)]).toEqual([429, 3600])
    expect(refused.headers.get('RateLimit-Policy')).toBe('"default";q=20;w=3600')
    expect((await signUpAs(given, 'ann20', THERE)).status).toBe(201)
  })

  it('that are malformed use nothing up', async () => {
    const given = behindOne()
    expect(await times(25, () => signUpAs(given, ''))).toEqual(all(25, 400))
    expect((await signUpAs(given, 'ann')).status).toBe(201)
  })

  it.each([
    ['one client', LIMITS['sign-up'].pair.most, () => HERE],
    ['anywhere', LIMITS['sign-up'].address.most, (at: number) => from(`192.0.2.${at}`)],
  ])('with one address end from %s after %d', async (_, most, where) => {
    const given = behindOne()
    const tried = await times(most + 1, (at) => signUpAs(given, `ann${at}`, where(at), EMAIL))
    expect(tried).toEqual([...all(most, 201), 429])
  })
})

const reset = (given: House, headers = HERE, email = EMAIL) =>
  ask(given, '/user/password', { method: 'PUT', fields: { email }, headers })

const askedAndWorked = async (...[given, where, email]: Parameters<typeof reset>) => {
  const answer = await reset(given, where, email)
  await work(given)
  return answer
}

describe('too many mails', () => {
  it('for a forgotten password are one, where they are asked for before a worker comes to it', async () => {
    const given = behindOne()
    await member(given, 'ann')
    await times(3, () => reset(given))
    await work(given)
    expect(given.world.mailer.sent().filter(({ kind }) => kind === 'reset-password')).toHaveLength(1)
  })

  it.each([
    ['one client', LIMITS.reset.pair.most, () => HERE],
    ['anywhere', LIMITS.reset.address.most, (at: number) => from(`192.0.2.${at}`)],
  ])(
    'for a forgotten password end for an address from %s after %d, whether or not it is known',
    async (_, most, where) => {
      const given = behindOne()
      await member(given, 'ann')
      for (const email of [EMAIL, 'nobody@example.org'])
        expect([email, await times(most + 1, (at) => askedAndWorked(given, where(at), email))]).toEqual([
          email,
          [...all(most, 202), 429],
        ])
      expect(given.world.mailer.sent().filter(({ kind }) => kind === 'reset-password')).toHaveLength(most)
    },
  )

  it('for a forgotten password, asked for by a stranger, do not keep the owner from asking', async () => {
    const given = behindOne()
    await member(given, 'ann')
    await times(20, () => reset(given))
    expect([(await reset(given)).status, (await reset(given, THERE)).status]).toEqual([429, 202])
  })

  it('for whoever logs in before the link is opened go out every three minutes at most, and that is not told', async () => {
    const given = behindOne()
    await signUp(given, 'ann')
    await keyFor(given, EMAIL)
    const mails = async () => {
      await work(given)
      return given.world.mailer.sent().length
    }
    expect(await mails()).toBe(1)
    expect(await times(3, () => logIn(given, PASSWORD))).toEqual(all(3, 403))
    expect(await mails()).toBe(2)
    given.world.clock.advance(3 * MINUTE)
    expect((await logIn(given, PASSWORD)).status).toBe(403)
    expect(await mails()).toBe(3)
  })
})

it('a limiter that is out of reach lets nobody guess', async () => {
  const given = behindOne()
  await member(given, 'ann')
  given.world.outage.breakDown('limits')
  expect((await logIn(given, PASSWORD)).status).toBe(503)
})

const told = ({ headers }: Response) => [headers.get('RateLimit-Policy'), headers.get('RateLimit')]

describe('an answer that counts, or would count, against a limit', () => {
  it('tells what is left, whether it goes well or not', async () => {
    const given = behindOne()
    await member(given, 'ann')
    expect(told(await logIn(given, PASSWORD))).toEqual(['"default";q=10;w=300', '"default";r=10;t=300'])
    expect(told(await logIn(given, 'wrong-wrong'))).toEqual(['"default";q=10;w=300', '"default";r=9;t=300'])
    given.world.clock.advance(MINUTE)
    expect(told(await logIn(given, 'wrong-wrong'))).toEqual(['"default";q=10;w=300', '"default";r=8;t=240'])
    expect(told(await logIn(given, PASSWORD))).toEqual(['"default";q=10;w=300', '"default";r=8;t=240'])
  })

  it('tells of the limit that is met first', async () => {
    const given = behindOne()
    for (let at = 0; at < 18; at++) await signUpAs(given, `ann${at}`)
    expect(told(await signUpAs(given, 'bob'))).toEqual(['"default";q=20;w=3600', '"default";r=1;t=3600'])
  })

  it('never tells how often others try an address', async () => {
    const given = behindOne()
    for (let at = 0; at < 9; at++) await signUpAs(given, `ann${at}`, from(`192.0.2.${at + 10}`), EMAIL)
    expect(told(await signUpAs(given, 'ann', HERE, EMAIL))).toEqual(['"default";q=3;w=3600', '"default";r=2;t=3600'])
  })

  it('never tells of the mail that is sent again', async () => {
    const given = behindOne()
    await signUpAs(given, 'ann')
    const pending = await logIn(given, PASSWORD)
    expect([pending.status, ...told(pending)]).toEqual([403, '"default";q=10;w=300', '"default";r=10;t=300'])
  })

  it('tells nothing where nothing is limited', async () => {
    const given = behindOne()
    expect(told(await ask(given, '/post'))).toEqual([null, null])
    expect(told(await signUpAs(given, ''))).toEqual([null, null])
  })
})
