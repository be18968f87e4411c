import * as fc from 'fast-check'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { nicknameSkeleton } from '#domain/account/nickname.ts'
import { nicknames } from './arbitraries/account.ts'
import { anyGenres, descriptions, instruments } from './arbitraries/music.ts'
import { valueOf } from './contracts/subject.ts'
import type { SoundhubUnderTest } from './model.ts'
import { tone } from './sound/tone.ts'
import { waveFile } from './sound/wave-file.ts'

/** What {@link populate} created, in order. */
export type Population = {
  readonly users: readonly UserId[]
  readonly posts: readonly PostId[]
  readonly comments: readonly CommentId[]
  /** Posts whose author requested a mix. The worker renders it. */
  readonly mixed: readonly PostId[]
}

const FRAMES = 480

const hertz = fc.integer({ min: 50, max: 2000 })

/** What to create. Numbers pick one of the users or posts. */
const plans = fc.record({
  people: fc.uniqueArray(fc.record({ nickname: nicknames, instruments, genres: anyGenres }), {
    minLength: 3,
    maxLength: 6,
    selector: ({ nickname }) => nicknameSkeleton(nickname),
  }),
  posts: fc.array(fc.record({ author: fc.nat(), description: descriptions, hertz }), { minLength: 2, maxLength: 6 }),
  comments: fc.array(fc.record({ author: fc.nat(), post: fc.nat(), instruments, hertz }), {
    minLength: 2,
    maxLength: 12,
  }),
  mixed: fc.subarray([0, 1], { minLength: 1 }),
})

const pick = <One>(all: readonly One[], number: number): One => all[number % all.length]!

/**
 * Creates users, posts, comments and mixes through the use cases: the same ones for the same seed. Addresses contain the
 * seed, so several seeds fit into one database unless their nicknames meet.
 */
export const populate = async ({ app, activationKey }: SoundhubUnderTest, seed = 1): Promise<Population> => {
  const plan = fc.sample(plans, { seed, numRuns: 1 })[0]!
  const upload = (frequency: number) =>
    valueOf(app.uploads.receive(waveFile({ channels: [tone(frequency, FRAMES, 0.1)] })))

  const users: UserId[] = []
  for (const [at, person] of plan.people.entries()) {
    const email = `person-${seed}-${at}@example.org`
    await valueOf(app.accounts.signUp({ ...person, email, newPassword: 'seven-strings' }))
    users.push(await valueOf(app.accounts.activate(await activationKey(email))))
  }

  const posts: PostId[] = []
  for (const { author, description, hertz: frequency } of plan.posts) {
    const { bpm, ...form } = description
    const post = { ...form, author: pick(users, author), track: await upload(frequency) }
    posts.push(await valueOf(app.posts.create(bpm === null ? post : { ...post, bpm })))
  }

  const comments: CommentId[] = []
  const stems = new Map<PostId, readonly CommentId[]>()
  for (const { author, post, instruments: played, hertz: frequency } of plan.comments) {
    const postId = pick(posts, post)
    const comment = { postId, author: pick(users, author), instruments: played, track: await upload(frequency) }
    const id = await valueOf(app.comments.create(comment))
    comments.push(id)
    stems.set(postId, [...(stems.get(postId) ?? []), id])
  }

  const mixed = plan.mixed.map((at) => posts[at]!)
  for (const postId of mixed) {
    const requester = pick(users, plan.posts[posts.indexOf(postId)]!.author)
    await valueOf(app.mixes.request({ postId, requester, stems: stems.get(postId) ?? [] }))
  }
  return { users, posts, comments, mixed }
}
