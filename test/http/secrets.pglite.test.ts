import { PGlite } from '@electric-sql/pglite'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Marked } from './account-run.ts'
import { type MarkedPlace, openMarkedPlace } from './marked-places.ts'
import { markedRun } from './marked-run.ts'

/** The ways in which a secret may be written down. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams({ secret }).toString().slice('secret='.length),
  JSON.stringify(secret).slice(1, -1),
  JSON.stringify(JSON.stringify(secret)).slice(3, -3),
  secret.replaceAll('&', '&amp;').replaceAll('"', '&quot;'),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('base64url'),
  Buffer.from(secret).toString('hex'),
]

/** Every table there is, those of the job queue too, with all its rows as text. */
const dumpOf = async (folder: string): Promise<ReadonlyMap<string, string>> => {
  const pglite = await PGlite.create(join(folder, 'database'))
  const { rows: tables } = await pglite.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname not in ('pg_catalog', 'information_schema')`,
  )
  const dump = new Map<string, string>()
  for (const { name } of tables) {
    const { rows } = await pglite.query<{ row: string }>(`select t::text as row from ${name} t`)
    dump.set(name, rows.map(({ row }) => row).join('\n'))
  }
  await pglite.close()
  return dump
}

const bytesOf = async (folder: string): Promise<readonly (readonly [string, Buffer])[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Promise.all(files.map(async (file) => [file, await readFile(file)] as const))
}

/** Whatever a browser might fetch or send a form to. */
const urlsIn = (body: string): string => (body.match(/https?:[^"'\s<>]+|(?:action|href|src)="[^"]*"/g) ?? []).join('\n')

describe('after everything was done that can be done with an account', () => {
  let place: MarkedPlace
  let marks: Marked
  let dump: ReadonlyMap<string, string>

  beforeAll(async () => {
    place = await openMarkedPlace()
    marks = await markedRun(place)
    await place.closeServer()
    dump = await dumpOf(place.folder)
  }, 300_000)
  afterAll(() => place.close())

  /** Where a secret stands that should stand nowhere, by its name and never by itself. */
  const found = (places: Iterable<readonly [string, string]>, secrets = marks.secrets): readonly string[] =>
    Array.from(places).flatMap(([where, text]) =>
      [...secrets]
        .filter(([, secret]) => spellings(secret).some((one) => text.includes(one)))
        .map(([name]) => `${name} in ${where}`),
    )

  it('all of it had come about', () => {
    const statuses = new Set(marks.heard.map(({ status }) => status))
    for (const status of [200, 201, 202, 204, 400, 401, 403, 404, 405, 409, 413, 415, 503])
      expect(statuses).toContain(status)
    expect(statuses).not.toContain(500)
    expect(marks.secrets.size).toBeGreaterThan(40)
    for (const [name, secret] of marks.secrets) expect(secret, name).toMatch(/.{12}/)
  })

  it('a secret would be found, however it were spelled', () => {
    for (const [name, secret] of marks.secrets)
      for (const one of spellings(secret))
        expect(found([['a line', `before${one}after`]], new Map([[name, secret]]))).toEqual([`${name} in a line`])
  })

  it('no line of the log has one', () => {
    expect(place.lines.join('')).toContain('"status":"failed"')
    expect(place.lines.join('')).toContain('is unavailable')
    expect(place.lines.join('')).toContain('could not be read')
    expect(found(place.lines.entries().map(([at, line]) => [`line ${at}`, line] as const))).toEqual([])
  })

  it('no refusal has one, not even the one that it refuses', () => {
    const refused = marks.heard.filter(({ status, headers }) => status >= 400 && headers.includes('problem+json'))
    expect(refused.length).toBeGreaterThan(25)
    expect(found(refused.map(({ call, headers, body }) => [call, headers + body] as const))).toEqual([])
  })

  it('no URL in an answer has one, and no header', () => {
    expect(found(marks.heard.map(({ call, headers, body }) => [call, `${headers}\n${urlsIn(body)}`] as const))).toEqual(
      [],
    )
  })

  it('nothing else does but the answer that hands a token or a code out, and the form that a key belongs to', () => {
    const rest = marks.heard.map(({ call, status, headers, body }) => {
      const told = body
        .replace(/"token":"[0-9a-f]{40}"/g, '')
        .replace(status === 202 ? /"code":"[0-9a-f]{12}"/g : /$^/g, '')
        .replace(/name="activation_key" value="[0-9a-f]{40}"/g, '')
      return [call, headers + told] as const
    })
    expect(found(rest)).toEqual([])
  })

  it('no mail has a password, a token or a code', () => {
    const secrets = new Map([...marks.secrets].filter(([name]) => !name.startsWith('a key')))
    expect(place.mails.all().length).toBeGreaterThan(8)
    expect(
      found(
        place.mails.all().map((raw, at) => [`mail ${at}`, raw] as const),
        secrets,
      ),
    ).toEqual([])
  })

  it('no row of any table has one', () => {
    expect([...dump.keys()].filter((name) => name.startsWith('pgboss.')).length).toBeGreaterThan(3)
    const everything = [...dump.values()].join('\n')
    for (const there of ['dave@example.org', '$argon2id$', 'suspend-user', 'send-mail'])
      expect(everything).toContain(there)
    expect(found(dump)).toEqual([])
  })

  it('no byte of the folder has one, what was deleted and the log of the database included', async () => {
    const files = await bytesOf(place.folder)
    expect(files.some(([, bytes]) => bytes.includes('ann@example.org'))).toBe(true)
    const where = files.flatMap(([file, bytes]) =>
      [...marks.secrets].filter(([, secret]) => bytes.includes(secret)).map(([name]) => `${name} in ${file}`),
    )
    expect(where).toEqual([])
  })
})
