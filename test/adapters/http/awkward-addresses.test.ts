import { createTransport } from 'nodemailer'
import { describe, expect, it } from 'vitest'
import { messageOf } from '#adapters/nodemailer/message.ts'
import { readMail } from '../nodemailer/mime.ts'
import { FROM, mailOf, PUBLIC_URL } from '../nodemailer/support.ts'
import { AWKWARD } from './awkward-addresses.ts'
import { house, jsonOf, type Json, keyFor, PASSWORD, post } from './house.ts'

const ALL = Object.values(AWKWARD).flat()
const ACCEPTED = ALL.filter(([, becomes]) => becomes.includes('@'))

const shown = (raw: unknown): string => (JSON.stringify(raw) ?? 'undefined').slice(0, 80)

/** What a sign-up makes of the address: the address that it keeps, or the code of what is wrong with it. */
const signedUpAs = async (email: unknown) => {
  const given = house()
  const fields = { email, nickname: 'ann', instrument: 'Bass', password1: PASSWORD, password2: PASSWORD }
  const answer = await post(given.app, '/user/signup', fields)
  const { email: kept, errors } = await jsonOf(answer)
  if (answer.status === 201) return { given, becomes: String(kept) }
  const faults = (errors as readonly Json[]).map(
    ({ field, code }) => `${answer.status} ${String(field)} ${String(code)}`,
  )
  return { given, becomes: faults.join().replace('400 email ', '') }
}

/** The mail to this address as it would go over the wire, and whom its envelope names. */
const toNfc = async (to: string) => {
  const transport = createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const { message, envelope } = await transport.sendMail(
    messageOf(mailOf('activation', { to }), { from: FROM, publicUrl: PUBLIC_URL }),
  )
  const raw = (message as Buffer).toString()
  const written = /\r\nTo:((?:[^\r]|\r\n )*)\r\n/
    .exec(raw)?.[1]
    ?.replaceAll(/\r\n|^\s+/g, '')
    .trim()
  return { headers: readMail(raw).headers, written, to: envelope.to }
}

const HEADERS = [
  'auto-submitted',
  'content-language',
  'content-type',
  'date',
  'from',
  'message-id',
  'mime-version',
  'subject',
  'to',
]

it('there are two hundred of them, each once', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(200)
  expect(new Set(ALL.map(([raw]) => JSON.stringify(raw))).size).toBe(ALL.length)
})

describe.each(Object.entries(AWKWARD))('an address: %s', (_, group) => {
  it.each(group.map(([raw, becomes]) => [shown(raw), raw, becomes] as const))('%s', async (_shown, raw, becomes) => {
    expect((await signedUpAs(raw)).becomes).toBe(becomes)
  })
})

describe('a mail', () => {
  it.each(ACCEPTED.map(([raw, becomes]) => [shown(raw), becomes] as const))(
    'to %s goes to that address alone, with the headers of every mail',
    async (_shown, becomes) => {
      const { headers, written, to } = await toNfc(becomes)
      expect([to, written]).toEqual([[becomes], becomes])
      expect([...headers.keys()].toSorted()).toEqual(HEADERS)
      expect(headers.get('from')).toBe(FROM)
    },
  )

  it('gets no further header from an address that should never have come so far', async () => {
    for (const [raw] of ALL) {
      if (typeof raw !== 'string') continue
      const { headers, to } = await toNfc(raw).catch(() => ({
        headers: new Map(HEADERS.map((name) => [name, ''])),
        to: [],
      }))
      expect([shown(raw), [...headers.keys()].filter((name) => !HEADERS.includes(name))]).toEqual([shown(raw), []])
      expect([shown(raw), Array.isArray(to) && to.length <= 1]).toEqual([shown(raw), true])
      expect([shown(raw), to]).not.toEqual([shown(raw), ['spy@example.org']])
    }
  })
})

it('spellings of one address are one account, and others are not', async () => {
  const given = house()
  const login = async (email: string) => (await post(given.app, '/user/login', { email, password: PASSWORD })).status
  const fields = { nickname: 'ann', instrument: 'Bass', password1: PASSWORD, password2: PASSWORD }
  await post(given.app, '/user/signup', { ...fields, email: 'Ann.Lee+1@Example.org' })
  const key = await keyFor(given, 'ann.lee+1@example.org')
  await post(given.app, '/user/activate', { activation_key: key, password: PASSWORD })
  for (const same of ['ann.lee+1@example.org', 'ANN.LEE+1@EXAMPLE.ORG', '  ann.lee+1@example.org\n'])
    expect([same, await login(same)]).toEqual([same, 200])
  for (const other of ['annlee+1@example.org', 'ann.lee@example.org', 'ann.lee+2@example.org', 'ann.lee+1@example.com'])
    expect([other, await login(other)]).toEqual([other, 401])
})
