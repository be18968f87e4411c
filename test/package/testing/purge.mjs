import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { soundhub } from 'soundhub'
import { KEY_LIFETIMES } from 'soundhub/domain'
import { arbitraries, testWorld } from 'soundhub/testing'

// A purge leaves no stale user and every active one.
const people = fc.array(fc.oneof(arbitraries.newUsers, arbitraries.newActiveUsers), { maxLength: 20 })
const property = fc.asyncProperty(fc.nat(), people, async (seed, drawn) => {
  const world = testWorld({ seed })
  const users = async (state) => [...(await world.tables()).value.users.values()].filter((one) => one.state === state)
  for (const person of drawn) await world.unitOfWork.run((rows) => rows.users.add(person))
  const active = await users('active')
  await soundhub(world).worker.performJob({ type: 'purge-stale-users' })
  assert.deepEqual(await users('active'), active)
  for (const { createdAt } of await users('pending')) assert(world.clock.now() - createdAt < KEY_LIFETIMES.activation)
})
await fc.assert(property)
