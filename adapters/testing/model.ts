/** Over the limit of 200 lines: the commands must agree with each other, so they are in one file. */

import * as fc from 'fast-check'
import type { Soundhub } from '#application/soundhub.ts'
import { stemsOf } from '#domain/mix/mix.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { refusalOf, valueOf } from './contracts/subject.ts'
import { expect } from './expect.ts'
import { unique } from './fixtures.ts'
import { waveFile } from './sound/wave-file.ts'

/** What the commands act on. */
export type SoundhubUnderTest = {
  readonly app: Soundhub
  /** Performs queued jobs and returns the key in the latest activation mail to this address. */
  readonly activationKey: (email: string) => Promise<string>
}

type Person = { readonly email: string; readonly nickname: string; isSignedUp: boolean; id: UserId | null }

type ModelComment = { readonly id: CommentId; readonly author: Person }

type ModelPost = {
  readonly id: PostId
  readonly author: Person
  readonly likers: Set<Person>
  comments: readonly ModelComment[]
  /** `null` before the first mix was asked for. */
  stems: readonly CommentId[] | null
}

/** The expected state: who has an account, and what they posted, commented, liked and follow. */
export type SoundhubModel = {
  readonly people: readonly Person[]
  posts: readonly ModelPost[]
  follows: readonly (readonly [follower: Person, followed: Person])[]
}

type Command = fc.AsyncCommand<SoundhubModel, SoundhubUnderTest>

const PEOPLE = [0, 1, 2]
const PASSWORD = 'seven-strings'
const CALLER = { client: null, language: 'en', device: 'a model' } as const
/** A short but valid track. */
const SOUND = waveFile({ channels: [new Float32Array(48).fill(0.1)] })

/** The initial state: three people who are not in the database yet. */
export const soundhubModel = (): SoundhubModel => ({
  people: PEOPLE.map(() => {
    const nickname = unique('model')
    return { email: `${nickname}@example.org`, nickname, isSignedUp: false, id: null }
  }),
  posts: [],
  follows: [],
})

type Account = Person & { readonly id: UserId }

const personOf = ({ people }: SoundhubModel, who: number): Person => people[who]!
const accountOf = (model: SoundhubModel, who: number): Account => personOf(model, who) as Account
const hasAccount = (model: SoundhubModel, who: number): boolean => personOf(model, who).id !== null
const postOf = ({ posts }: SoundhubModel, nth: number): ModelPost => posts[nth % posts.length]!

/** Checks every post and account against the model; runs after each command. */
const isShownAsExpected = async ({ posts, people, follows }: SoundhubModel, { app }: SoundhubUnderTest) => {
  for (const { id, author, likers, comments, stems } of posts) {
    const shown = await valueOf(app.posts.read(id))
    expect(shown).toMatchObject({ numLiked: likers.size, numComments: comments.length, author: { id: author.id } })
    expect(new Set(shown.liked)).toEqual(new Set([...likers].map((liker) => liker.id)))
    expect(new Set(shown.comments.map((comment) => comment.id))).toEqual(new Set(comments.map((one) => one.id)))
    expect(shown.mix === null ? null : stemsOf(shown.mix)).toEqual(stems)
  }
  for (const person of people) {
    if (person.id === null) continue
    expect(await valueOf(app.users.read(person.id, null))).toMatchObject({
      numFollowers: follows.filter(([, followed]) => followed === person).length,
      numFollowings: follows.filter(([follower]) => follower === person).length,
      totalLiked: posts.reduce((sum, { author, likers }) => sum + (author === person ? likers.size : 0), 0),
    })
  }
}

const command = (
  name: string,
  numbers: readonly number[],
  check: (model: SoundhubModel) => boolean,
  run: (model: SoundhubModel, real: SoundhubUnderTest) => Promise<void>,
): Command => ({
  check,
  run: async (model, real) => {
    await run(model, real)
    await isShownAsExpected(model, real)
  },
  toString: () => `${name}(${numbers.join()})`,
})

const signUp = (who: number): Command =>
  command(
    'signUp',
    [who],
    (model) => !personOf(model, who).isSignedUp,
    async (model, { app }) => {
      const person = personOf(model, who)
      const { email, nickname } = person
      const form = { email, nickname, instruments: ['Guitar'], newPassword: PASSWORD }
      if (person.id === null) await valueOf(app.accounts.signUp(form, CALLER))
      else expect(await refusalOf(app.accounts.signUp(form, CALLER))).toMatchObject({ type: 'EmailTaken' })
      person.isSignedUp = true
    },
  )

const activate = (who: number): Command =>
  command(
    'activate',
    [who],
    (model) => personOf(model, who).isSignedUp && !hasAccount(model, who),
    async (model, { app, activationKey }) => {
      const person = personOf(model, who)
      const key = await activationKey(person.email)
      person.id = await valueOf(app.accounts.activate(key))
      expect(await refusalOf(app.accounts.activate(key))).toMatchObject({ type: 'ActivationKeyUnknown' })
    },
  )

/** Signs up and activates in one command, because most commands need several accounts. */
const join = (who: number): Command => {
  const steps = [signUp(who), activate(who)] as const
  return {
    check: (model) => steps[0].check(model) && !hasAccount(model, who),
    run: async (model, real) => {
      for (const step of steps) await step.run(model, real)
    },
    toString: () => `join(${who})`,
  }
}

const post = (who: number): Command =>
  command(
    'post',
    [who],
    (model) => hasAccount(model, who),
    async (model, { app }) => {
      const author = accountOf(model, who)
      const track = await valueOf(app.uploads.receive(SOUND))
      const form = { title: '봄밤', instruments: ['Guitar'], genres: ['Pop'], bpm: 120 }
      const id = await valueOf(app.posts.create({ author: author.id, track, ...form }))
      model.posts = [...model.posts, { id, author, likers: new Set(), comments: [], stems: null }]
    },
  )

const onPost = (
  name: string,
  who: number,
  nth: number,
  run: (on: ModelPost, account: Account, model: SoundhubModel, app: Soundhub) => Promise<void>,
): Command =>
  command(
    name,
    [who, nth],
    (model) => hasAccount(model, who) && model.posts.length > 0,
    (model, { app }) => run(postOf(model, nth), accountOf(model, who), model, app),
  )

const comment = (who: number, nth: number): Command =>
  onPost('comment', who, nth, async (on, author, _, app) => {
    const track = await valueOf(app.uploads.receive(SOUND))
    const given = { postId: on.id, author: author.id, instruments: ['Bass'], track }
    on.comments = [...on.comments, { id: await valueOf(app.comments.create(given)), author }]
  })

const mix = (who: number, nth: number): Command =>
  onPost('mix', who, nth, async (on, requester, _, app) => {
    const stems = on.comments.map(({ id }) => id)
    const outcome = app.mixes.request({ postId: on.id, requester: requester.id, stems })
    if (on.author !== requester) expect(await refusalOf(outcome)).toMatchObject({ type: 'NotThePostAuthor' })
    else {
      await valueOf(outcome)
      on.stems = stems
    }
  })

const like = (who: number, nth: number): Command =>
  onPost('like', who, nth, async (on, liker, _, app) => {
    const outcome = app.posts.like({ postId: on.id, liker: liker.id })
    if (on.author === liker) expect(await refusalOf(outcome)).toMatchObject({ type: 'LikesOwnPost' })
    else {
      await valueOf(outcome)
      on.likers.add(liker)
    }
  })

const unlike = (who: number, nth: number): Command =>
  onPost('unlike', who, nth, async (on, liker, _, app) => {
    await valueOf(app.posts.unlike({ postId: on.id, liker: liker.id }))
    on.likers.delete(liker)
  })

const deletePost = (who: number, nth: number): Command =>
  onPost('deletePost', who, nth, async (on, remover, model, app) => {
    const outcome = app.posts.delete({ id: on.id, remover: remover.id })
    if (on.author !== remover) expect(await refusalOf(outcome)).toMatchObject({ type: 'NotThePostAuthor' })
    else {
      await valueOf(outcome)
      model.posts = model.posts.filter((one) => one !== on)
      expect(await refusalOf(app.posts.read(on.id))).toMatchObject({ type: 'PostNotFound' })
    }
  })

const withoutComments = (on: ModelPost, isGone: (comment: ModelComment) => boolean): void => {
  const gone = new Set(on.comments.filter(isGone).map(({ id }) => id))
  on.comments = on.comments.filter(({ id }) => !gone.has(id))
  on.stems = on.stems?.filter((stem) => !gone.has(stem)) ?? null
}

const deleteComment = (who: number, nth: number): Command =>
  onPost('deleteComment', who, nth, async (on, remover, _, app) => {
    const gone = on.comments[nth % Math.max(1, on.comments.length)]
    if (gone === undefined) return
    const outcome = app.comments.delete({ id: gone.id, remover: remover.id })
    if (gone.author !== remover) expect(await refusalOf(outcome)).toMatchObject({ type: 'NotTheCommentAuthor' })
    else {
      await valueOf(outcome)
      withoutComments(on, (one) => one === gone)
    }
  })

const follow = (who: number, whom: number): Command =>
  command(
    'follow',
    [who, whom],
    (model) => hasAccount(model, who) && hasAccount(model, whom),
    async (model, { app }) => {
      const [follower, followed] = [accountOf(model, who), accountOf(model, whom)]
      const outcome = app.users.follow({ follower: follower.id, followed: followed.id })
      if (who === whom) {
        expect(await refusalOf(outcome)).toMatchObject({ type: 'FollowsOneself' })
        return
      }
      await valueOf(outcome)
      const others = model.follows.filter(([one, other]) => one !== follower || other !== followed)
      model.follows = [...others, [follower, followed]]
    },
  )

const deleteAccount = (who: number): Command =>
  command(
    'deleteAccount',
    [who],
    (model) => hasAccount(model, who),
    async (model, { app }) => {
      const gone = accountOf(model, who)
      await valueOf(app.accounts.delete({ id: gone.id, remover: gone.id }))
      model.posts = model.posts.filter(({ author }) => author !== gone)
      for (const on of model.posts) {
        on.likers.delete(gone)
        withoutComments(on, ({ author }) => author === gone)
      }
      model.follows = model.follows.filter((pair) => !pair.includes(gone))
      Object.assign(gone, { id: null, isSignedUp: false })
    },
  )

/**
 * Sequences of commands by three people. Each command checks the response of Soundhub against the model, and afterwards every
 * post and account:
 *
 *     fc.asyncProperty(soundhubCommands(), (commands) =>
 *       fc.asyncModelRun(() => ({ model: soundhubModel(), real: { app, activationKey } }), commands))
 */
export const soundhubCommands = ({ maxCommands = 60 }: { readonly maxCommands?: number } = {}): fc.Arbitrary<
  Iterable<Command>
> => {
  const who = fc.constantFrom(...PEOPLE)
  const nth = fc.nat(20)
  const onPosts = [comment, mix, like, unlike, deletePost, deleteComment]
  return fc.commands(
    [
      who.map(signUp),
      who.map(activate),
      who.map(join),
      who.map(join),
      who.map(post),
      who.map(post),
      fc.tuple(who, who).map((pair) => follow(...pair)),
      who.map(deleteAccount),
      ...onPosts.map((made) => fc.tuple(who, nth).map((given) => made(...given))),
    ],
    // Of maximal length, because nothing can be liked before two people have accounts and one of them has posted.
    { maxCommands, size: 'max' },
  )
}
