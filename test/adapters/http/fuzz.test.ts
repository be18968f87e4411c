import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  activationKey,
  changeKey,
  reportKey,
  facebookToken,
  googleToken,
  PEOPLE,
  resetKey,
  sceneOf,
} from './account-scenes.ts'
import { requestOf } from './document/arbitraries.ts'
import { faultsAfter, type FuzzedPlace } from './document/fuzzing.ts'
import { KNOWN } from './document/known.ts'
import { documentOf } from './document/operations.ts'
import { commentTrack, house, postTrack } from './house.ts'
import { begun } from './upload-rows.ts'

const OPERATIONS = await documentOf(house().app)

/** What asking alone may leave: that it was asked, and a mail about it. */
const OF_ASKING = new Set(['sessions', 'queuedMails', 'activationKeys', 'pendingChanges', 'jobs'])

/** A house with a post, two comments and keys that wait. */
const place = async (): Promise<FuzzedPlace> => {
  const scene = await sceneOf('owner')
  const { given, headersOf } = scene
  await postTrack(given, headersOf('owner'))
  for (const instrument of ['bass', 'drums']) await commentTrack(given, 1, headersOf('stranger'), instrument)
  const words = {
    '«activation»': await activationKey(scene),
    '«report»': (await reportKey(scene)) ?? '',
    '«reset»': await resetKey(scene),
    '«change»': await changeKey(scene),
    '«google»': googleToken(scene, 'google@example.org'),
    '«google without address»': googleToken(scene, null),
    '«facebook»': facebookToken(scene, 'facebook@example.org'),
    '«upload»': await begun(scene),
    '«whole upload»': await begun(scene, Infinity),
  }
  const kept = async () => {
    const tables = Object.entries((await given.world.tables())._unsafeUnwrap())
    const rows = tables.filter(([name]) => !OF_ASKING.has(name)).map(([name, table]) => [name, ...table])
    return JSON.stringify([rows, given.world.files.paths()])
  }
  return {
    operations: new Map(OPERATIONS.map((operation) => [operation.call, operation])),
    app: given.app,
    headers: {
      ...Object.fromEntries(PEOPLE.map((person) => [person, headersOf(person)])),
      nonsense: { Authorization: 'Token nonsense' },
      'no token': { Authorization: 'Bearer' },
    },
    words,
    kept,
    staged: () => given.world.files.staged(),
  }
}

const often = (times: number, access: string) => Array.from({ length: times }, () => access)

/** Mostly somebody who may do something. */
const WHO = [...PEOPLE, ...often(8, 'owner'), ...often(3, 'stranger'), 'staff', 'nonsense', 'no token']

const RUNS = 50
const REQUESTS_A_RUN = 20

it('a thousand requests that are nearly as documented are answered as documented, and a refused one leaves nothing', async () => {
  const requests = fc.array(requestOf(OPERATIONS, WHO, KNOWN), {
    minLength: REQUESTS_A_RUN,
    maxLength: REQUESTS_A_RUN,
  })
  await fc.assert(
    fc.asyncProperty(requests, async (sent) => {
      const fuzzed = await place()
      for (const request of sent) expect(await faultsAfter(fuzzed, request)).toEqual([])
    }),
    { numRuns: RUNS, endOnFailure: false, interruptAfterTimeLimit: 100_000 },
  )
}, 120_000)
