import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { isWaiting, type Mix } from '#domain/mix/mix.ts'
import { defaultRecipe } from '#domain/mix/recipe.ts'
import type { PostId } from '#domain/shared/id.ts'
import { after, type Instant, SECOND } from '#domain/shared/instant.ts'
import { mixes as mixesOf } from '#adapters/testing/arbitraries.ts'
import {
  failedMix,
  NOON,
  postIdOf,
  renderedMix,
  renderingMix,
  requestedMix,
  UNKNOWN_ID,
} from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, mixIn, postIn } from '#adapters/testing/given.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { answersUnavailableAmidAUnit, takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

const NO_LIMIT = 100_000

const isWaitingAtNoon = (mix: Mix | null): boolean => mix !== null && isWaiting(mix, NOON)

/** `MixRepository`. */
export const mixesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<UnitOfWork>,
  { name, runs = 50 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'MixRepository', name }, make, (made, it) => {
    const units = () => made().subject
    const stored = (postId: PostId) => valueOf(units().run(({ mixes }) => mixes.ofPost(postId)))
    const waiting = (now: Instant, limit = NO_LIMIT) => valueOf(units().run(({ mixes }) => mixes.waiting(now, limit)))

    const asked = async (seconds: number, leaseUntil?: Instant) => {
      const { id: postId } = await postIn(units())
      const given = { postId, requestedAt: after(NOON, seconds * SECOND) }
      await mixIn(units(), leaseUntil === undefined ? requestedMix(given) : renderingMix({ ...given, leaseUntil }))
      return postId
    }

    it('gives back a mix as it was saved, in place of the older one', async () => {
      const on = await postIn(units())
      const comments = [await commentIn(units(), on), await commentIn(units(), on), await commentIn(units(), on)]
      const stems = fc.subarray(comments.map(({ id }) => id))
      await fc.assert(
        fc.asyncProperty(mixesOf(on.id, stems), async (mix) => {
          await mixIn(units(), mix)
          expect(await stored(on.id)).toStrictEqual(mix)
        }),
        { numRuns: runs },
      )
    })

    it('keeps the mixes of two posts apart', async () => {
      const [one, other] = [await postIn(units()), await postIn(units())]
      const mix = await mixIn(units(), failedMix({ postId: one.id, reason: 'STEM_UNDECODABLE' }))
      expect(await stored(other.id)).toBeNull()
      await mixIn(units(), renderedMix({ postId: other.id }))
      expect(await stored(one.id)).toStrictEqual(mix)
    })

    it('answers null for what is not there', async () => {
      expect(await stored(postIdOf(UNKNOWN_ID))).toBeNull()
    })

    it('shares no object with whoever saves or reads', async () => {
      const on = await postIn(units())
      const { id } = await commentIn(units(), on)
      const mix = renderingMix({ postId: on.id, recipe: defaultRecipe([id]) })
      const before = structuredClone(mix)
      await mixIn(units(), mix)
      meddleWith(mix)
      meddleWith((await stored(on.id))!)
      expect(await stored(on.id)).toStrictEqual(before)
    })

    it('does not take a mix of nothing', async () => {
      await expectUnavailable(units().run(({ mixes }) => mixes.save(requestedMix({ postId: postIdOf(UNKNOWN_ID) }))))
      expect(await stored(postIdOf(UNKNOWN_ID))).toBeNull()
    })

    it('takes back what a refused unit did', async () => {
      const [on, bare] = [await postIn(units()), await postIn(units())]
      const mix = await mixIn(units(), requestedMix({ postId: on.id }))
      await takenBack(units(), ({ mixes }) => mixes.save(renderingMix({ postId: on.id })))
      await takenBack(units(), ({ mixes }) => mixes.save(requestedMix({ postId: bare.id })))
      expect(await stored(on.id)).toStrictEqual(mix)
      expect(await stored(bare.id)).toBeNull()
    })

    it('names the posts whose mix waits, and no others', async () => {
      const author = await activeIn(units())
      const posts: PostId[] = []
      while (posts.length < 5) posts.push((await postIn(units(), { authorId: author.id })).id)
      const some = fc.tuple(...posts.map((id) => fc.option(mixesOf(id))))
      await fc.assert(
        fc.asyncProperty(some, async (given) => {
          const mixes = given.filter((mix): mix is Mix => mix !== null)
          for (const mix of mixes) await mixIn(units(), mix)
          // A post without a mix in this example has the one of an earlier example.
          const current = await Promise.all(posts.map(stored))
          const expected = posts.filter((_, at) => isWaitingAtNoon(current[at] ?? null))
          const named = (await waiting(NOON)).filter((id) => posts.includes(id))
          expect(named.toSorted((one, other) => one - other)).toEqual(expected)
        }),
        { numRuns: runs },
      )
    })

    it('a mix waits again at the very instant its lease ends, and not a millisecond before', async () => {
      const { id: postId } = await postIn(units())
      await mixIn(units(), renderingMix({ postId, leaseUntil: NOON }))
      expect(await waiting(after(NOON, -1))).not.toContain(postId)
      expect(await waiting(NOON)).toContain(postId)
    })

    it('names first what was asked for first, also after a worker had it, and no more than the limit', async () => {
      const late = await asked(3)
      const first = await asked(1)
      const lapsed = await asked(2, after(NOON, 4 * SECOND))
      const now = after(NOON, 5 * SECOND)
      const all = await waiting(now)
      expect(all.filter((id) => [late, first, lapsed].includes(id))).toEqual([first, lapsed, late])
      for (const limit of [1, 2, all.length]) expect(await waiting(now, limit)).toEqual(all.slice(0, limit))
    })

    answersUnavailableAmidAUnit(it, made, {
      ofPost: ({ mixes }, { id }) => mixes.ofPost(id),
      save: ({ mixes }, { id }) => mixes.save(requestedMix({ postId: id })),
      waiting: ({ mixes }) => mixes.waiting(NOON, 1),
    })
  })
