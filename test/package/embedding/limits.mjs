import { soundhub } from 'soundhub'
import { httpApp } from 'soundhub/http'
import { memoryPorts } from 'soundhub/memory'

const SIGN_UPS_AN_HOUR = 20

let people = 0

/** Somebody new signs up from this client, not over a socket. */
const signUpFrom = (app, client) => {
  const nickname = `musician${++people}`
  return app.fetch(
    new Request('https://edge.example/user/signup', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'CF-Connecting-IP': client },
      body: JSON.stringify({
        email: `${nickname}@example.org`,
        nickname,
        instrument: 'Guitar',
        password1: 'seven-strings',
        password2: 'seven-strings',
      }),
    }),
  )
}

const afterMany = async (options) => {
  const app = httpApp(soundhub(memoryPorts()), { publicUrl: 'https://edge.example', ...options })
  let last
  for (let at = 0; at < SIGN_UPS_AN_HOUR; at++) last = await signUpFrom(app, '192.0.2.1')
  return { last, oneMore: await signUpFrom(app, '192.0.2.1'), another: await signUpFrom(app, '192.0.2.2') }
}

const told = await afterMany({ clientOf: (request) => request.headers.get('CF-Connecting-IP') })
const notTold = await afterMany({})
console.log(
  JSON.stringify({
    told: [
      told.last.status,
      told.oneMore.status,
      Number(told.oneMore.headers.get('Retry-After')) > 0,
      told.another.status,
    ],
    notTold: [notTold.oneMore.status, notTold.another.status],
  }),
)
