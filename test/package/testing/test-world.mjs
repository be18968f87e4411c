import assert from 'node:assert/strict'
import { soundhub } from 'soundhub'
import { testWorld } from 'soundhub/testing'

const TWO_DAYS = 2 * 24 * 60 * 60 * 1000

const world = testWorld({ seed: 7 })
const app = soundhub(world)
await app.worker.start()

await app.accounts.signUp({
  email: 'guitarist@example.org',
  nickname: 'guitarist',
  instruments: ['Guitar'],
  newPassword: 'seven-strings',
})
await world.jobRunner.drain()
const [mail] = world.mailer.sent()

await world.pass(TWO_DAYS)
const tooLate = await app.accounts.activate(mail.secret)
assert.equal(tooLate.error.type, 'ActivationKeyExpired')
