import { expect, test } from 'vitest'
import { house, keyFor, PASSWORD, signUp } from './house.ts'

/** The page after the form behind an activation link. */
const activated = async (loginUrl: string | undefined): Promise<string> => {
  const given = house({ settings: { loginUrl } })
  await signUp(given, 'ann')
  const key = await keyFor(given, 'ann@example.org')
  const answer = await given.app.request('/user/activate', {
    method: 'POST',
    headers: { Accept: 'text/html' },
    body: new URLSearchParams({ activation_key: key, password: PASSWORD }),
  })
  expect(answer.status).toBe(200)
  return answer.text()
}

test('whose account is active now is led to the login of the page', async () => {
  expect(await activated('https://soundhub.example/login')).toContain(
    '<a href="https://soundhub.example/login">Log in</a>',
  )
})

test('an API without the page leads nowhere', async () => {
  expect(await activated(undefined)).not.toContain('<a ')
})
