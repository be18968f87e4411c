import { expect, test } from 'vitest'
import { PUBLIC_URL } from '#test/adapters/http/house.ts'
import { pageHouse } from './page-house.ts'

const ACCOUNTS = [{ email: 'ann@example.org', password: 'a new one' }]

/** A page whose demonstration is made when it is told to be. */
const demoHouse = () => {
  let made = 0
  const { promise, resolve } = Promise.withResolvers<typeof ACCOUNTS | null>()
  const given = pageHouse({
    page: {
      makeDemo: () => {
        made += 1
        return promise
      },
    },
  })
  const ask = (headers: Readonly<Record<string, string>>) => given.see('/demo', headers, 'POST')
  return { ask, finish: resolve, made: () => made }
}

test('only a page of this server has songs made to play with', async () => {
  const { ask, made } = demoHouse()
  for (const headers of [{}, { Origin: 'https://elsewhere.example' }, { 'Sec-Fetch-Site': 'same-origin' }])
    expect((await ask(headers as Record<string, string>)).status).toBe(403)
  expect(made()).toBe(0)
})

test('two who ask at once are told of the same accounts', async () => {
  const { ask, finish, made } = demoHouse()
  const answers = [ask({ Origin: PUBLIC_URL }), ask({ Origin: PUBLIC_URL })]
  finish(ACCOUNTS)
  for (const answer of answers) expect(await (await answer).json()).toEqual({ accounts: ACCOUNTS })
  expect(made()).toBe(1)
})

test('where there are songs already, none are made', async () => {
  const { ask, finish } = demoHouse()
  finish(null)
  expect((await ask({ Origin: PUBLIC_URL })).status).toBe(409)
})
