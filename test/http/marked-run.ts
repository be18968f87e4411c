import { once } from 'node:events'
import { connect } from 'node:net'
import { CLIENT, ISSUERS, tokenOf } from '../adapters/google/tokens.ts'
import { APP, known } from '../adapters/facebook/graph-server.ts'
import { until } from '../story/until.ts'
import { type Marked, marked } from './account-run.ts'
import { type MarkedPlace, QUOTED, REFUSED } from './marked-places.ts'

const ANN = 'ann@example.org'
const ACTIVATE = '/user/activate'
const PASSWORD = '/user/password'
const NOT_ME = '/user/not_me'

/** Every password is one that stands nowhere else. */
const passwordOf = (marks: Marked, ownerOfKey: string): string =>
  marks.keep(`a password of ${ownerOfKey}`, `mark "${ownerOfKey}" & 암호 ${marks.secrets.size}`)
const signUpForm = (email: string, password: string) => ({
  email,
  nickname: email.split('@', 1)[0] ?? '',
  instrument: 'Guitar',
  password1: password,
  password2: password,
})

const googleToken = (marks: Marked, place: MarkedPlace, email: string): string => {
  const now = Math.floor(Date.now() / 1000)
  const claims = {
    iss: ISSUERS[0],
    aud: CLIENT,
    azp: CLIENT,
    sub: email,
    email,
    email_verified: true,
    iat: now,
    exp: now + 600,
  }
  return marks.keep('a token of Google', tokenOf({ key: place.key, claims }))
}
const facebookToken = (marks: Marked, place: MarkedPlace, id: string): string => {
  const token = marks.keep('a token of Facebook', `EAABmarked${id}${marks.secrets.size}`)
  place.graph.know(token, known(id, { data: { expires_at: 0 }, me: { email: undefined } }))
  return token
}

const byMail = async (marks: Marked): Promise<string> => {
  const { send, keysIn, logIn } = marks
  const password = passwordOf(marks, 'ann')
  await send('/user/signup', { fields: signUpForm(ANN, password) })
  const { key } = await keysIn(ANN, /Activate your account/)
  const link = `${ACTIVATE}?activation_key=${key}`
  await send(link, { browser: true })
  await send(link, { method: 'HEAD' })
  await send(ACTIVATE, { browser: true, fields: { activation_key: key, password: passwordOf(marks, 'a stranger') } })
  await send(ACTIVATE, { fields: { activation_key: key, password: passwordOf(marks, 'a stranger') } })
  await send(`/user/activated?activation_key=${key}`)
  await send(`${PASSWORD}?activation_key=${key}`)
  await send(ACTIVATE, { browser: true, fields: { activation_key: key, password } })
  await send(link)
  await send(link, { browser: true })
  await send('/user/signup', { fields: signUpForm(ANN, passwordOf(marks, 'a stranger')) })
  await send('/user/login', { fields: { email: ANN, password: passwordOf(marks, 'a stranger') } })
  await send('/user/login', { fields: { email: 'nobody@example.org', password } })
  await logIn({ email: ANN, password })
  return password
}

const waiting = async ({ send, keysIn, ...marks }: Marked): Promise<void> => {
  const all = { send, keysIn, ...marks }
  const bob = 'bob@example.org'
  const password = passwordOf(all, 'bob')
  await send('/user/signup', { fields: signUpForm(bob, password) })
  await keysIn(bob, /Activate your account/)
  await send('/user/signup', { fields: signUpForm(bob, passwordOf(all, 'a stranger')) })
  const { reportNotMe } = await keysIn(bob, /Another sign-up/)
  await send('/user/login', { fields: { email: bob, password } })
  await send(`${NOT_ME}?activation_key=${reportNotMe}`, { browser: true })
  await send(NOT_ME, { browser: true, fields: { activation_key: reportNotMe } })
  await send(NOT_ME, { fields: { activation_key: reportNotMe } })
  await send('/user/signup', { fields: signUpForm(REFUSED, passwordOf(all, 'whom no mail reaches')) })
  await send('/user/signup', { fields: signUpForm(QUOTED, passwordOf(all, 'whose mail is quoted')) })
  await keysIn(QUOTED, /Activate your account/)
}

const byProviders = async (marks: Marked, place: MarkedPlace): Promise<string> => {
  const { send, keysIn, logIn, keep } = marks
  const carol = 'carol@example.org'
  const token = googleToken(marks, place, carol)
  await send('/user/google_login', { fields: { token } })
  await logIn({ token, nickname: 'carol' }, '/user/google_login')
  await send('/user/google_login', { fields: { token: keep('a forged token', `${token}x`) } })
  await send('/user/signup', { fields: signUpForm(carol, passwordOf(marks, 'carol')) })
  await send(`/user/signup?activation_key=${(await keysIn(carol, /Add a password/)).key}`)

  const dave = { email: 'dave@example.org', nickname: 'dave', facebook_user_id: '77' }
  const access_token = facebookToken(marks, place, '77')
  const { body } = await send('/user/facebook_login', { fields: { access_token, ...dave } })
  const code = keep('a code', body.code)
  const { key } = await keysIn(dave.email, /Activate your account/)
  await send(ACTIVATE, { browser: true, fields: { activation_key: key, password: code } })
  const session = await logIn({ access_token, facebook_user_id: '77' }, '/user/facebook_login')
  await send('/user/facebook_login', { fields: { access_token, facebook_user_id: '78' } })
  place.graph.answerWith('debug_token', (response) => void response.writeHead(503).end('down'))
  await send('/user/facebook_login', { fields: { access_token, facebook_user_id: '77' } })
  place.graph.answerWith('debug_token', (response) => void response.destroy())
  await send('/user/facebook_login', { fields: { access_token, facebook_user_id: '77' } })
  await send(`/user/facebook_login?access_token=${access_token}`, { fields: { access_token, facebook_user_id: '77' } })
  place.graph.answerWith('debug_token', null)
  return session
}

const changing = async (marks: Marked, old: string): Promise<string> => {
  const { send, keysIn, logIn } = marks
  const token = await logIn({ email: ANN, password: old })
  const [wanted, chosen, last] = [passwordOf(marks, 'ann'), passwordOf(marks, 'ann'), passwordOf(marks, 'ann')]
  await send(PASSWORD, { token, fields: { password: old } })
  await send(PASSWORD, { token, fields: { password: wanted } })
  await send(PASSWORD, { method: 'PUT', token, fields: { password1: wanted, password2: chosen } })
  await send(PASSWORD, { method: 'PUT', token, fields: { password1: wanted, password2: wanted } })
  const change = await keysIn(ANN, /Confirm your new/)
  await send(`${PASSWORD}?activation_key=${change.key}`, { browser: true })
  await send(PASSWORD, { browser: true, fields: { activation_key: change.key, password: old } })
  await send(PASSWORD, { browser: true, fields: { activation_key: change.key, password: wanted } })
  const changed = await keysIn(ANN, /was changed/)
  await send(`${NOT_ME}?activation_key=${changed.reportNotMe}`)
  const reset = await keysIn(ANN, /Reset your password/)
  await send(`${PASSWORD}?activation_key=${reset.key}`, { browser: true })
  await send(PASSWORD, { browser: true, fields: { activation_key: reset.key, password1: chosen, password2: last } })
  await send(PASSWORD, { fields: { activation_key: reset.key, password: chosen } })
  await send(PASSWORD, { browser: true, fields: { activation_key: reset.key, password1: chosen, password2: chosen } })
  await send(PASSWORD, { method: 'PUT', fields: { email: ANN } })
  await send(PASSWORD, { method: 'PUT', token, fields: { email: ANN } })
  return chosen
}

const within = async (marks: Marked, place: MarkedPlace, annsPassword: string, daves: string): Promise<void> => {
  const { send, logIn, keep } = marks
  const [one, other] = [
    await logIn({ email: ANN, password: annsPassword }),
    await logIn({ email: ANN, password: annsPassword }),
  ]
  await send('/user/sessions', { token: one })
  await send('/user/sessions/999', { method: 'DELETE', token: one })
  await send('/user/1', { method: 'PATCH', token: one, fields: { nickname: 'anna' } })
  await send('/user/1', { method: 'PATCH', token: daves, fields: { nickname: 'mallory' } })
  await send('/user/logout', { method: 'POST', token: other })
  await send('/user/sessions', { token: other })
  await send('/user', { token: keep('a wrong token', 'deadbeef'.repeat(5)) })
  const password = passwordOf(marks, 'staff')
  await place.soundhub.accounts.createStaff({ email: 'staff@example.org', nickname: 'staff', password })
  const staff = await logIn({ email: 'staff@example.org', password })
  const { body } = await send('/user/google_login', {
    fields: { token: googleToken(marks, place, 'carol@example.org') },
  })
  keep('a session of Google', body.token)
  await send(`/user/${body.user.id}/suspension`, { method: 'PUT', token: staff })
  await send('/user/google_login', { fields: { token: googleToken(marks, place, 'carol@example.org') } })
  await send('/user/1', { method: 'DELETE', token: one })
}

/** A request whose host cannot be read: the server says so in the log, and it has a key in its address. */
const unreadable = async (place: MarkedPlace, key: string): Promise<void> => {
  const socket = connect(Number(new URL(place.url).port), '127.0.0.1')
  socket.resume().end(`GET ${ACTIVATE}?activation_key=${key} HTTP/1.1\r\nHost: a b/c\r\nConnection: close\r\n\r\n`)
  await once(socket, 'close')
}

const malformed = async (marks: Marked, place: MarkedPlace): Promise<void> => {
  const password = passwordOf(marks, 'who cannot spell')
  const json = JSON.stringify({ email: ANN, password })
  await marks.send('/user/login', { raw: ['application/json', json.slice(0, -1)] })
  await marks.send('/user/login', { raw: ['application/json', `[${json}]`] })
  await marks.send('/user/login', { raw: ['text/plain', json] })
  await marks.send('/user/login', { raw: ['multipart/form-data; boundary=x', json] })
  await marks.send('/user/login', { raw: ['application/json', json + ' '.repeat(200_000)] })
  await marks.send(`/user/login?password=${encodeURIComponent(password)}`)
  await marks.send(`/user/login?password=${encodeURIComponent(password)}`, { fields: {} })
  await unreadable(place, [...marks.secrets].find(([name]) => name.startsWith('a key'))?.[1] ?? '')
}

/** The whole of the accounts, gone through with secrets that can be told from everything else. */
export const markedRun = async (place: MarkedPlace): Promise<Marked> => {
  const marks = marked(place.url, place.mails)
  marks.keep("the app's secret", APP.secret)
  const password = await byMail(marks)
  await waiting(marks)
  const daves = await byProviders(marks, place)
  await within(marks, place, await changing(marks, password), daves)
  await malformed(marks, place)
  for (const code of [550, 554])
    await until(
      `the mail that is refused by ${code}`,
      () => place.lines.some((line) => line.includes(`"responseCode":${code}`)) || undefined,
    )
  return marks
}
