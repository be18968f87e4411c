import { blobStoreContract, testWorld } from 'soundhub/testing'
import { mapBlobStore } from './map-blob-store.mjs'
import { MUTANTS } from './mutants.mjs'

/** The sound adapter on an outage of its own, and everything by which a fault can be planted. */
const makeParts = () => {
  const files = new Map()
  let up = true
  const isUp = () => up
  const open = () => {
    if (!up) throw new Error('the map is out of reach')
    return files
  }
  const { staging } = testWorld({ seed: 1 })
  const store = mapBlobStore({ open, staging })
  return { files, isUp, open, staging, store, turn: (on) => void (up = on) }
}

const subjectOf = (plant) => async () => {
  const parts = makeParts()
  return {
    subject: { staging: parts.staging, blobs: plant(parts) },
    breakDown: async () => parts.turn(false),
    repair: async () => parts.turn(true),
    close: async () => {},
  }
}

/** A test runner of the smallest kind: runs the suite at once and says which cases failed. */
const failuresOf = async (plant) => {
  const cases = []
  const before = []
  const after = []
  const runner = {
    describe: (_, tell) => tell(),
    it: (title, run) => cases.push({ title, run }),
    beforeEach: (run) => before.push(run),
    afterEach: (run) => after.push(run),
  }
  blobStoreContract(runner, subjectOf(plant), { runs: 10 })
  const failed = []
  for (const { title, run } of cases) {
    for (const each of before) await each()
    await Promise.resolve()
      .then(run)
      .catch(() => failed.push(title))
    for (const each of after) await each()
  }
  return { cases: cases.map(({ title }) => title), failed }
}

const sound = await failuresOf(({ store }) => store)
const mutants = []
for (const { fault, seenBy, plant } of MUTANTS)
  mutants.push({ fault, seenBy, failed: (await failuresOf(plant)).failed })
console.log(JSON.stringify({ ...sound, mutants }))
