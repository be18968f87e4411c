import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { soundhub } from 'soundhub'
import { KEY_LIFETIMES } from 'soundhub/domain'
import { arbitraries, testWorld } from 'soundhub/testing'

// A key opens nothing at its expiry, and until then it does.
const property = fc.asyncProperty(fc.nat(), arbitraries.emails, fc.nat(1), async (seed, email, early) => {
  const world = testWorld({ seed, jobs: { byItself: false } })
  const app = soundhub(world)
  await app.worker.start()
  await app.accounts.signUp({ email, nickname: 'somebody', instruments: ['Guitar'], newPassword: 'seven-strings' })
  await world.jobRunner.drain()
  world.clock.advance(KEY_LIFETIMES.activation - early)
  const opened = await app.accounts.activate(world.mailer.sent()[0].secret)
  assert.equal(opened.isOk(), early === 1)
})
await fc.assert(property)
