import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Claim,
  DEFAULT_LEASE,
  failMix,
  finishMix,
  type Mix,
  nextMix,
  type RenderingMix,
  reportProgress,
  verifyClaim,
  startRendering,
} from '#domain/mix/mix.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import { after, type Instant, type Milliseconds } from '#domain/shared/instant.ts'
import { commentIdOf, NOON, postIdOf } from '#adapters/testing/fixtures.ts'

const postId = postIdOf(1)

/** What a row and a clock are to the workers. Each keeps the claim it got, also while it is frozen. */
type Real = { mix: Mix | null; now: Instant; readonly claims: (RenderingMix | null)[] }

/** What must be true, told without the machine: who may finish, until when. */
type Model = {
  now: number
  revision: number
  attempt: number
  /** The one worker that may finish, and up to when. */
  holder: { readonly worker: number; until: number } | null
  isOpen: boolean
  /** Revision and attempt of each master that was put in place, in order. */
  readonly masters: (readonly [number, number])[]
}

type Command = fc.Command<Model, Real>

const always = () => true

/** Somebody asks for other stems; whoever renders the older ones is too late. */
const ask = (stems: readonly number[]): Command => ({
  check: always,
  run: (model, real) => {
    real.mix = nextMix({ current: real.mix, postId, recipe: defaultRecipe(stems.map(commentIdOf)), now: real.now })
    Object.assign(model, { revision: model.revision + 1, attempt: 0, holder: null, isOpen: stems.length > 0 })
    expect(real.mix.revision).toBe(model.revision)
  },
  toString: () => `ask(${stems.join()})`,
})

const wait = (length: Milliseconds): Command => ({
  check: always,
  run: (model, real) => {
    real.now = after(real.now, length)
    model.now += length
  },
  toString: () => `wait(${length})`,
})

const isFree = ({ isOpen, holder, now }: Model): boolean => isOpen && (holder === null || now >= holder.until)

const take = (worker: number): Command => ({
  check: ({ revision }) => revision > 0,
  run: (model, real) => {
    const taken = startRendering(real.mix!, real.now, DEFAULT_LEASE)
    expect(taken.isOk()).toBe(isFree(model))
    if (taken.isErr()) return
    real.mix = taken.value
    if (taken.value.state === 'rendering') {
      model.attempt += 1
      model.holder = { worker, until: model.now + DEFAULT_LEASE }
      real.claims[worker] = taken.value
    } else Object.assign(model, { holder: null, isOpen: false })
    expect(taken.value.attempt).toBe(model.attempt)
  },
  toString: () => `take(${worker})`,
})

/** Whether the claim a worker remembers is the one that counts now. */
const holds = ({ holder, now, revision, attempt }: Model, worker: number, claim: Claim): boolean =>
  holder?.worker === worker && now < holder.until && claim.revision === revision && claim.attempt === attempt

const work = (
  name: string,
  worker: number,
  doing: (model: Model, real: Real, mine: RenderingMix) => void,
): Command => ({
  check: always,
  run: (model, real) => {
    const claim = real.claims[worker]
    if (claim === null || claim === undefined) return
    const mine = verifyClaim(real.mix, claim, real.now)
    expect(mine.isOk()).toBe(holds(model, worker, claim))
    if (mine.isOk()) doing(model, real, mine.value)
  },
  toString: () => `${name}(${worker})`,
})

const report = (worker: number): Command =>
  work('report', worker, (model, real, mine) => {
    real.mix = reportProgress(mine, { stage: 'mixing', progress: 50 }, after(real.now, DEFAULT_LEASE))
    model.holder!.until = model.now + DEFAULT_LEASE
  })

const finish = (worker: number): Command =>
  work('finish', worker, (model, real, mine) => {
    real.mix = finishMix(mine, real.now)
    model.masters.push([mine.revision, mine.attempt])
    Object.assign(model, { holder: null, isOpen: false })
  })

const fail = (worker: number): Command =>
  work('fail', worker, (model, real, mine) => {
    real.mix = failMix(mine, 'STEM_MISSING', real.now)
    Object.assign(model, { holder: null, isOpen: false })
  })

const workers = fc.constantFrom(0, 1)
const lengths = fc.oneof(
  fc.constantFrom(DEFAULT_LEASE - 1, DEFAULT_LEASE, 1),
  fc.integer({ min: 0, max: 2 * DEFAULT_LEASE }),
)

const stories = fc.commands(
  [
    fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { maxLength: 3 }).map(ask),
    lengths.map(wait),
    workers.map(take),
    workers.map(report),
    workers.map(finish),
    workers.map(fail),
  ],
  { maxCommands: 60 },
)

test('of two workers that freeze and wake as they like, none puts a master over a newer one', () => {
  fc.assert(
    fc.property(stories, (story) => {
      const model: Model = { now: NOON, revision: 0, attempt: 0, holder: null, isOpen: false, masters: [] }
      fc.modelRun(() => ({ model, real: { mix: null, now: NOON, claims: [null, null] } }), story)
      const revisions = model.masters.map(([revision]) => revision)
      expect(revisions).toEqual([...new Set(revisions)].toSorted((one, other) => one - other))
    }),
    { numRuns: 500 },
  )
})
