import { describe, expect, it } from 'vitest'
import { type Row, ROWS } from './account-rows.ts'
import { emailOf, PEOPLE, type Person, sceneOf } from './account-scenes.ts'
import { ask, PROGRAM } from './asking.ts'
import { house } from './house.ts'

const statusFor = async (row: Row, person: Person, slash = ''): Promise<number> => {
  const scene = await sceneOf(person)
  const [method = '', template = ''] = row.call.split(' ')
  const id = await row.id?.(scene)
  const path = `${template.replace('{id}', String(id))}${slash}`
  const key = await row.key?.(scene)
  const fields = await row.fields?.(scene)
  const sent =
    method === 'GET' || (key ?? fields) === undefined
      ? {}
      : { fields: { ...fields, ...(key && { activation_key: key }) } }
  const query = method === 'GET' && key !== undefined ? `?activation_key=${key}` : ''
  return (await ask(scene.given, `${path}${query}`, { method, headers: { ...PROGRAM, ...scene.headers }, ...sent }))
    .status
}

const NAMED = ROWS.map((row) => [row.call, row.with ?? 'nothing', row] as const)

describe('every way into an account', () => {
  it.each(NAMED)('%s with %s answers each as it should', async (_call, _with, row) => {
    const statuses: Partial<Record<Person, number>> = {}
    for (const person of PEOPLE) statuses[person] = await statusFor(row, person)
    expect(statuses).toEqual(Object.fromEntries(PEOPLE.map((person, at) => [person, row.expected[at]])))
  })

  it.each(NAMED)('%s with %s is the same with a slash at its end', async (_call, _with, row) => {
    expect(await statusFor(row, 'owner', '/')).toBe(row.expected[PEOPLE.indexOf('owner')])
  })

  it('is in this table', () => {
    const { paths = {} } = house().app.getOpenAPI31Document({ openapi: '3.1.0', info: { title: 'x', version: '1' } })
    const calls = Object.entries(paths)
      .filter(([path]) => path.startsWith('/user'))
      .flatMap(([path, item]) => Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`))
    expect([...new Set(ROWS.map(({ call }) => call))].toSorted()).toEqual(calls.toSorted())
  })
})

it('an address that is shown is shown to its owner alone', async () => {
  for (const person of PEOPLE) {
    const { given, headers, idOf } = await sceneOf(person)
    for (const path of ['/user?page_size=100', `/user/${idOf('owner')}`, `/user/${idOf('suspended')}`, '/post']) {
      const text = await (await ask(given, path, { headers })).text()
      const others = PEOPLE.filter((one) => one !== person).map(emailOf)
      expect([person, path, others.filter((address) => text.includes(address))]).toEqual([person, path, []])
    }
  }
})
