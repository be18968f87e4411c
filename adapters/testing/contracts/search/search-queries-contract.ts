import * as fc from 'fast-check'
import { expect } from '#adapters/testing/expect.ts'
import type { UserQueries } from '#application/account/user-view.ts'
import type { CommentQueries } from '#application/comment/ports.ts'
import type { PostQueries } from '#application/post/ports.ts'
import { type Keyword, MAX_SEARCH_RESULTS, type SearchQueries } from '#application/search/ports.ts'
import { parseKeyword } from '#application/search/search.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import { parseTitle } from '#domain/post/post.ts'
import type { PostId } from '#domain/shared/id.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import { nicknameOf, NOON, titleOf, unique } from '#adapters/testing/fixtures.ts'
import { activeIn, commentIn, pendingIn, postIn, suspendedIn } from '#adapters/testing/given.ts'
import { contract, expectUnavailable, type MakeBreakable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the search is examined on: all look at the same rows. */
export type SearchSubject = {
  readonly units: UnitOfWork
  readonly queries: SearchQueries
  readonly users: UserQueries
  readonly posts: PostQueries
  readonly comments: CommentQueries
}

const keywordOf = (raw: string): Keyword => parseKeyword(raw)._unsafeUnwrap()

const idsOf = <Id>(rows: readonly { readonly id: Id }[]): readonly Id[] => rows.map(({ id }) => id)

/** `SearchQueries`. */
export const searchQueriesContract = (
  testRunner: TestRunner,
  make: MakeBreakable<SearchSubject>,
  { name, runs = 40 }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'SearchQueries', name }, make, (made, it) => {
    const units = () => made().subject.units
    const found = (raw: string) => valueOf(made().subject.queries.search(keywordOf(raw)))
    const titled = async (title: string) => (await postIn(units(), { title: titleOf(title) })).id
    const byTitle = async (raw: string, among: readonly PostId[]) =>
      idsOf((await found(raw)).postsByTitle).filter((id) => among.includes(id))

    for (const [what, title, keywords] of [
      ['syllables', '잊힌 뷁봄밤', ['뷁봄', '뷁', '잊', '힌 뷁봄']],
      ['letters in any case', 'Qzx the ÉTUDE', ['qZX', 'étude', 'ÉTUDE', 'x T']],
      ['letters put together of parts', 'qzw café 한글', ['CAFÉ', 'é'.normalize('NFD'), '한글'.normalize('NFD'), '글']],
      ['letters kept in parts', 'qzw café 한글'.normalize('NFD'), ['CAFÉ', 'é'.normalize('NFD'), '한글', '글']],
      ['what stands for others elsewhere', String.raw`qzv 100%_\z`, ['100%', '%_', '_', String.raw`\z`, '%']],
      ['quotes', `qzu 'it"s' $1 ?`, [`'it"`, '$1', '?']],
      ['other planes', 'qzt 🎸𝄞', ['🎸', '🎸𝄞', '𝄞']],
      ['other scripts', 'qzs Ελληνικά Привет', ['ΛΛΗ', 'ПРИ', 'и', 'ΚΆ п']],
    ] as const)
      it(`finds a part of a title: ${what}`, async () => {
        const id = await titled(title)
        for (const keyword of keywords) expect([keyword, await byTitle(keyword, [id])]).toEqual([keyword, [id]])
      })

    it('takes no character for another one', async () => {
      const ids = [await titled('qzr 100 percent'), await titled('qzr aXb'), await titled('qzr bc')]
      for (const keyword of ['qzr 100%', 'a_b', 'qzr%', 'qzr _', String.raw`qzr \b`, 'qzr.', 'qzr b*'])
        expect([keyword, await byTitle(keyword, ids)]).toEqual([keyword, []])
      // Every two of its characters stand beside each other in the title, and yet it is not there.
      expect(await byTitle('abcab', [await titled('qzq abca bcab')])).toEqual([])
    })

    // Of characters that no title of the other suites has: twenty of theirs would stand before these.
    it('finds exactly the titles that have it', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.string({
              unit: fc.constantFrom('ㄱ', '가', 'q', 'É', '%', '_', '\\', ' ', 'ß'),
              minLength: 1,
              maxLength: 6,
            }),
            { minLength: 1, maxLength: 4 },
          ),
          fc.string({ unit: fc.constantFrom('ㄱ', '가', 'Q', 'é', '%', '_', '\\', ' '), minLength: 1, maxLength: 3 }),
          async (titles, raw) => {
            const parsed = parseKeyword(raw)
            fc.pre(parsed.isOk())
            const keyword = parsed._unsafeUnwrap()
            const expected: PostId[] = []
            const all: PostId[] = []
            for (const title of titles) {
              const valid = parseTitle(title)
              if (valid.isErr()) continue
              const { id } = await postIn(units(), { title: valid.value })
              all.push(id)
              if (keywordOf(valid.value).includes(keyword)) expected.unshift(id)
            }
            expect(await byTitle(raw, all)).toEqual(expected)
            for (const id of all) await valueOf(units().run(({ posts }) => posts.remove(id)))
          },
        ),
        { numRuns: runs },
      ))

    it('finds a user by a part of the nickname, and what that user posted and answered', async () => {
      const nickname = nicknameOf(unique('뷁Drummer'))
      const user = await activeIn(units(), { nickname })
      const [own, others] = [await postIn(units(), { authorId: user.id }), await postIn(units())]
      const answer = await commentIn(units(), others, { authorId: user.id })
      const { subject } = made()
      expect(await found(nickname.toUpperCase())).toStrictEqual({
        users: [await valueOf(subject.users.byId(user.id))],
        postsByTitle: [],
        postsByAuthor: [await valueOf(subject.posts.byId(own.id))],
        comments: [await valueOf(subject.comments.byId(answer.id))],
      })
    })

    it('finds comments by the title of their post, each once', async () => {
      const word = unique('노래')
      const author = await activeIn(units(), { nickname: nicknameOf(`${word}쟁이`.slice(0, 30)) })
      const post = await postIn(units(), { authorId: author.id, title: titleOf(`${word} 1`) })
      const [first, second] = [await commentIn(units(), post), await commentIn(units(), post)]
      expect(idsOf((await found(word)).comments)).toEqual([second.id, first.id])
    })

    it('finds active users only, and what a suspended one posted', async () => {
      const word = unique('x')
      await pendingIn(units(), { nickname: nicknameOf(`${word}a`) })
      const suspended = await suspendedIn(units(), { nickname: nicknameOf(`${word}b`) })
      const active = await activeIn(units(), { nickname: nicknameOf(`${word}c`) })
      const { id } = await postIn(units(), { authorId: suspended.id })
      const all = await found(word)
      expect([idsOf(all.users), idsOf(all.postsByAuthor)]).toEqual([[active.id], [id]])
    })

    it('follows a new title and a new nickname, and forgets the old ones and what went', async () => {
      const [old, next] = [unique('old'), unique('new')]
      const user = await activeIn(units(), { nickname: nicknameOf(old) })
      const post = await postIn(units(), { authorId: user.id, title: titleOf(old) })
      await takenBack(units(), ({ posts }) => posts.save({ ...post, title: titleOf(next) }))
      expect(await found(next)).toEqual({ users: [], postsByTitle: [], postsByAuthor: [], comments: [] })
      await valueOf(units().run(({ posts }) => posts.save({ ...post, title: titleOf(next) })))
      await valueOf(units().run(({ users }) => users.setProfile(user.id, { ...user, nickname: nicknameOf(next) })))
      expect(await found(old)).toEqual({ users: [], postsByTitle: [], postsByAuthor: [], comments: [] })
      const now = await found(next)
      expect([idsOf(now.users), idsOf(now.postsByTitle)]).toEqual([[user.id], [post.id]])
      await valueOf(units().run(({ users }) => users.remove([user.id])))
      expect(await found(next)).toEqual({ users: [], postsByTitle: [], postsByAuthor: [], comments: [] })
    })

    it('shows the newest, newest first, and no more than so many', async () => {
      const word = unique('many')
      const author = await activeIn(units(), { nickname: nicknameOf(`${word}!`) })
      const ticks = Array.from({ length: MAX_SEARCH_RESULTS + 3 }, (_, at) => (at * 7) % 11)
      const posts = []
      for (const [at, tick] of ticks.entries()) {
        const title = titleOf(`${word} ${at}`)
        posts.push(await postIn(units(), { authorId: author.id, title, createdAt: after(NOON, tick * MINUTE) }))
      }
      const comments = []
      for (const tick of ticks) comments.push(await commentIn(units(), posts[0]!, { createdAt: after(NOON, -tick) }))
      const users = []
      for (let at = 0; at < MAX_SEARCH_RESULTS + 1; at++)
        users.push(await activeIn(units(), { nickname: nicknameOf(`${at}${word}`) }))
      const newest = (rows: readonly { readonly id: number; readonly createdAt: number }[]) =>
        idsOf(rows.toSorted((one, other) => other.createdAt - one.createdAt || other.id - one.id)).slice(
          0,
          MAX_SEARCH_RESULTS,
        )
      const all = await found(word)
      expect(idsOf(all.postsByTitle)).toEqual(newest(posts))
      expect(idsOf(all.postsByAuthor)).toEqual(newest(posts))
      expect(idsOf(all.comments)).toEqual(newest(comments))
      expect(idsOf(all.users)).toEqual(idsOf(users).toReversed().slice(0, MAX_SEARCH_RESULTS))
    })

    it('answers Unavailable in an outage', async () => {
      await made().breakDown()
      await expectUnavailable(made().subject.queries.search(keywordOf('a')))
    })
  })
