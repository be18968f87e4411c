import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { soundhub } from 'soundhub'
import { arbitraries, testWorld } from 'soundhub/testing'

const { emails, instruments, nicknames } = arbitraries

await fc.assert(
  fc.asyncProperty(fc.nat(), emails, nicknames, instruments, async (seed, email, nickname, played) => {
    const world = testWorld({ seed })
    const app = soundhub(world)
    await app.worker.start()
    await app.accounts.signUp({ email, nickname, instruments: played, newPassword: 'seven-strings' })
    await world.jobRunner.drain()
    const [mail] = world.mailer.sent()
    const once = await app.accounts.activate(mail.secret)
    const again = await app.accounts.activate(mail.secret)
    await app.worker.stop()
    assert.ok(once.isOk())
    assert.equal(again.error.type, 'ActivationKeyUnknown')
  }),
)
