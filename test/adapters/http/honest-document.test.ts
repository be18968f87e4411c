import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Row } from './account-rows.ts'
import { PEOPLE, type Person, sceneOf } from './account-scenes.ts'
import { allowed, written } from './document/arbitraries.ts'
import { ALL_ROWS, perform, prepare } from './document/calls.ts'
import { documentOf, type Schema } from './document/operations.ts'
import { house, jsonOf } from './house.ts'

/** Fields whose value is known to the server alone, whatever it looks like; and where one is told of twice. */
const NOT_BY_ITS_LOOKS: Readonly<Record<string, string>> = {
  activation_key: 'one that nobody issued is not known',
  token: 'a provider has to vouch for it',
  access_token: 'a provider has to vouch for it',
  facebook_user_id: 'it has to be the one of the token',
  mix_tracks: 'a comment has to be there',
  stems: 'a comment has to be there',
  to_user: 'a user has to be there',
  revision: 'a revision has to be there',
  password: 'it has to be the right one',
  password1: 'it has to be the same as the other one',
  password2: 'it has to be the same as the other one',
  email: 'where it is theirs, no other one will do',
  track_upload: 'an upload has to be there',
  cursor: 'it has to come from a page of the list',
}

const OPERATIONS = await documentOf(house().app)

/** A new account reads more of a form than one that is known. */
const successOf = ({ expected }: Row): number => Math.max(...expected.filter((status) => status < 300))

const best = (row: Row): Person => PEOPLE[row.expected.indexOf(successOf(row))]!

/** The row that goes well, and sends the field if there is one. */
const rowFor = async (call: string, name: string): Promise<Row | undefined> => {
  const rows = ALL_ROWS.filter((one) => one.call === call && one.fields !== undefined && successOf(one) > 0)
  for (const row of rows) if (name in ((await row.fields?.(await sceneOf(best(row)))) ?? {})) return row
  return rows[0]
}

/** Each field of each write, in a row that goes well. */
const FIELDS = (
  await Promise.all(
    OPERATIONS.flatMap(({ call, body }) => {
      const schema = Object.values(body ?? {})[0]?.schema ?? {}
      return Object.entries(schema.properties ?? {})
        .filter(([, one]) => one.format !== 'binary')
        .map(async ([name, one]) => {
          const row = await rowFor(call, name)
          const required = schema.required?.includes(name) ?? false
          return row === undefined ? [] : [[`${call}: ${name}`, { row, name, schema: one, required }] as const]
        })
    }),
  )
).flat()

const SAMPLES = 4

/** What stands outside of the schema by one step. */
const forbidden = (schema: Schema): readonly unknown[] => {
  const { maxLength, minLength = 0, minimum, maximum, items, anyOf, pattern = '' } = schema
  if (anyOf !== undefined) return [['Harp'], ...anyOf.flatMap(forbidden)]
  return [
    ...(maxLength === undefined ? [] : ['가'.repeat(maxLength + 1)]),
    ...(minLength > 1 ? ['가'.repeat(minLength - 1)] : []),
    ...(minimum === undefined ? [] : [minimum - 1, 1.5]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(schema.enum === undefined ? [] : ['sideways']),
    ...(pattern.includes('Cc') ? ['a\u0000b', 'a\nb', '\u200b'] : []).filter(
      (one) => !new RegExp(pattern, 'u').test(one),
    ),
    ...(pattern.includes('Guitar') || pattern.includes('Rock') ? ['Harp', 'Guitar, Harp', 5] : []),
    ...((items?.minimum ?? items?.anyOf) === undefined ? [] : [['x'], [0]]),
    ...(schema.format === 'email' ? ['nobody', 'a@b', 'a b@example.org'] : []),
  ]
}

/** Each parameter of each query, in a row that goes well. */
const PARAMETERS = OPERATIONS.flatMap(({ call, parameters }) => {
  const row = ALL_ROWS.find((one) => one.call === call && successOf(one) > 0)
  return parameters
    .filter((one) => one.in === 'query')
    .flatMap((one) => (row === undefined ? [] : [[`${call}: ${one.name}`, { row, ...one }] as const]))
})

const namesOf = (some: typeof PARAMETERS): readonly string[] =>
  [...new Set(some.map(([, { name }]) => name))].toSorted()

/** The row with this parameter in place of its own. */
const asked = async (row: Row, name: string, value: unknown) => {
  const scene = await sceneOf(best(row))
  const { url, init } = await prepare(row, scene)
  const [path, query] = url.split('?', 2)
  const parameters = new URLSearchParams(query)
  parameters.delete(name)
  for (const one of [value].flat()) parameters.append(name, String(one))
  return scene.given.app.request(`${path}?${parameters.toString()}`, init)
}

/** Read by nobody any more: the audience is a setting. */
const IGNORED = 'client_id'

describe('the document tells the truth', () => {
  const free = FIELDS.filter(([, { name }]) => NOT_BY_ITS_LOOKS[name] === undefined)

  it.each(free)('what it allows goes well: %s', async (_name, { row, name, schema }) => {
    for (const value of fc.sample(allowed(schema), SAMPLES)) {
      const { answer } = await perform(row, best(row), { fields: { [name]: value } })
      expect([written(value), answer.status]).toEqual([written(value), successOf(row)])
    }
  })

  const bounded = FIELDS.filter(([, { name, schema }]) => name !== IGNORED && forbidden(schema).length > 0)

  it.each(bounded)('what it forbids is refused, by the name of the field: %s', async (_name, { row, name, schema }) => {
    const scene = await sceneOf(best(row))
    for (const value of forbidden(schema)) {
      const { url, init } = await prepare(row, scene, { fields: { [name]: value } })
      const answer = await scene.given.app.request(url, init)
      const { errors = [] } = (await jsonOf(answer)) as { errors?: readonly { field: string }[] }
      expect([written(value), answer.status, errors.map(({ field }) => field)]).toEqual([
        written(value),
        400,
        expect.arrayContaining([name]),
      ])
    }
  })

  const deps = PARAMETERS.filter(([, { name }]) => NOT_BY_ITS_LOOKS[name] === undefined)

  it.each(deps)('what it allows in a query goes well: %s', async (_name, { row, name, schema }) => {
    for (const value of fc.sample(allowed(schema), SAMPLES)) {
      const answer = await asked(row, name, value)
      expect([written(value), answer.status]).toEqual([written(value), successOf(row)])
    }
  })

  const limited = deps.filter(([, { schema }]) => forbidden(schema).length > 0)

  it.each(limited)('what it forbids in a query is refused, by its name: %s', async (_name, { row, name, schema }) => {
    for (const value of forbidden(schema)) {
      const answer = await asked(row, name, value)
      const { errors = [] } = (await jsonOf(answer)) as { errors?: readonly { field: string }[] }
      expect([written(value), answer.status, errors.map(({ field }) => field)]).toEqual([written(value), 400, [name]])
    }
  })

  it('looks at a parameter of each kind on both sides', () => {
    expect(namesOf(deps)).toEqual(['download', 'format', 'genre', 'instrument', 'keyword', 'ordering', 'page_size'])
    expect(namesOf(limited)).toEqual(['format', 'genre', 'instrument', 'keyword', 'ordering', 'page_size'])
  })

  it('names what is required', async () => {
    const faults: string[] = []
    for (const [title, { row, name, required }] of FIELDS) {
      if (!required) continue
      const scene = await sceneOf(best(row))
      const { url, init } = await prepare(row, scene, { fields: { [name]: undefined } })
      const { status } = await scene.given.app.request(url, init)
      if (status < 400) faults.push(`${title} is not required`)
    }
    expect(faults).toEqual([])
  })
})
