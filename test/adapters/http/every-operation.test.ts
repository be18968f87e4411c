import { describe, expect, it } from 'vitest'
import { emailOf, PEOPLE, type Person, sceneOf } from './account-scenes.ts'
import { ask } from './asking.ts'
import { ALL_ROWS, nameOf, perform } from './document/calls.ts'
import { faultsOf } from './document/conforming.ts'
import { documentOf, type Operation } from './document/operations.ts'
import { undocumented } from './document/routes.ts'
import { house, jsonOf } from './house.ts'

const NAMED = ALL_ROWS.map((row) => [nameOf(row), row] as const)

const OPERATIONS = new Map((await documentOf(house().app)).map((operation) => [operation.call, operation]))

const operationOf = (call: string): Operation => {
  const operation = OPERATIONS.get(call)
  if (operation === undefined) throw new Error(`the document has no ${call}`)
  return operation
}

const json = (status: number, value: object, type = 'application/json') =>
  new Response(JSON.stringify(value), { status, headers: { 'Content-Type': type } })

describe('every call', () => {
  it.each(NAMED)('%s answers each as it should, in the way that is documented', async (_name, row) => {
    const statuses: Partial<Record<Person, number>> = {}
    const faults: string[] = []
    for (const person of PEOPLE) {
      const { answer } = await perform(row, person)
      statuses[person] = answer.status
      faults.push(...(await faultsOf(operationOf(row.call), answer)))
    }
    expect(statuses).toEqual(Object.fromEntries(PEOPLE.map((person, at) => [person, row.expected[at]])))
    expect(faults).toEqual([])
  })

  it('that is documented is in this table, and its success too', () => {
    const missing = [...OPERATIONS.values()].flatMap(({ call, responses }) => {
      const rows = ALL_ROWS.filter((row) => row.call === call)
      if (rows.length === 0) return [`${call} has no row: add it to test/adapters/http/*-rows.ts`]
      return (
        Object.keys(responses)
          // A 304 is the same for all that is read: caching.test.ts. A 302 needs a bucket: s3/signed-urls.test.ts.
          .filter(
            (status) =>
              Number(status) < 400 &&
              !['302', '304'].includes(status) &&
              !rows.some(({ expected }) => expected.includes(Number(status))),
          )
          .map((status) => `${call} has no row that answers ${status}`)
      )
    })
    expect(missing).toEqual([])
  })

  it('that is routed is documented, and the other way round', () => {
    expect(undocumented(house().app, [...OPERATIONS.values()])).toEqual([])
  })
})

describe('these checks see', () => {
  it.each(['/hidden', '/hidden/', '/post/:id{[0-9]+}/hidden'])('a route that is hidden: %s', (path) => {
    const { app } = house()
    app.get(path, (context) => context.text('here'))
    expect(undocumented(app, [...OPERATIONS.values()])).toEqual([
      `GET ${path.replace(':id{[0-9]+}', '{id}').replace(/\/$/, '')} is not documented`,
    ])
  })

  it('a hidden method, and one that only says it is a middleware', () => {
    const { app } = house()
    app.put('/post', async (_context, next) => next())
    expect(undocumented(app, [...OPERATIONS.values()])).toEqual(['PUT /post is not documented'])
  })

  it('an operation that nothing answers', () => {
    const invented = { ...operationOf('GET /post'), call: 'GET /invented' }
    expect(undocumented(house().app, [...OPERATIONS.values(), invented])).toEqual(['GET /invented is not routed'])
  })

  it('an answer that is otherwise than documented', async () => {
    const post = operationOf('GET /post/{id}')
    const { answer } = await perform(
      ALL_ROWS.find(({ call }) => call === post.call)!,
      'owner',
    )
    const body = await jsonOf(answer)
    const faulty = async (given: Response) => (await faultsOf(post, given)).length
    expect(await faulty(json(200, body))).toBe(0)
    expect(await faulty(json(200, { ...body, secret: 1 }))).toBe(1)
    expect(await faulty(json(200, { ...body, author: { ...(body.author as object), email: null } }))).toBe(1)
    expect(await faulty(json(200, { ...body, id: 'one' }))).toBe(1)
    expect(await faulty(json(200, { ...body, num_liked: -1 }))).toBe(1)
    expect(await faulty(json(200, { ...body, mix: {} }))).toBe(1)
    expect(await faulty(json(200, { ...body, instruments: ['Harp'] }))).toBe(1)
    expect(await faulty(json(200, { id: 1 }))).toBe(1)
    expect(await faulty(json(200, body, 'application/problem+json'))).toBe(1)
    expect(await faulty(json(201, body))).toBe(1)
  })

  it('an error whose code is not documented, or that is no problem', async () => {
    const post = operationOf('GET /post/{id}')
    const answer = await house().app.request('/post/7')
    const problem = await jsonOf(answer)
    const faulty = async (status: number, value: object, type = 'application/problem+json') =>
      (await faultsOf(post, json(status, value, type))).length
    expect(await faulty(404, problem)).toBe(0)
    expect(await faulty(404, { ...problem, code: 'USER_NOT_FOUND' })).toBe(1)
    expect(await faulty(404, { ...problem, status: 400 })).toBe(1)
    expect(await faulty(404, problem, 'application/json')).toBe(1)
    expect(await faulty(409, problem)).toBe(1)
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
