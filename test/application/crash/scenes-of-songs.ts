import type { Soundhub } from '#application/soundhub.ts'
import type { IdempotencyKey, RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import { arriving } from '#adapters/testing/sound/streams.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { png } from '../../images/pictures.ts'
import { active, POST_FORM, posted, requested, song, sound, staged } from '../given.ts'
import { heard, louder, story } from '../proposing.ts'
import type { World } from '../world.ts'
import type { Scene } from './scene.ts'

const begin = async (on: World) => {
  const userId = await active(on, 'Ann')
  const request = { userId, key: 'a key' as IdempotencyKey, fingerprint: 'print' }
  const idempotentRequest = await valueOf(on.app.idempotency.begin(request))
  return { userId, idempotentRequest: idempotentRequest as RunningRequest }
}

/** An upload that has not arrived yet. */
const partial = async (on: World) => {
  const owner = await active(on)
  const { id } = await valueOf(on.app.uploads.begin({ owner, length: sound().length }))
  return { of: { id, owner } }
}

const rendered = async (on: World) => {
  const given = await requested(on)
  await on.work()
  return given
}

const twiceRendered = async (on: World) => {
  const given = await rendered(on)
  await valueOf(on.app.mixes.request({ postId: given.postId, requester: given.ann, ...louder(given.bass) }))
  await on.work()
  return given
}

const message = async (on: World) => {
  const { userId, idempotentRequest } = await begin(on)
  const bob = await active(on, 'Bob')
  const form = { sender: userId, recipientId: bob, content: 'Hello' }
  return { ann: userId, bob, idempotentRequest, form }
}

const sent = async (on: World) => {
  const { form, ...people } = await message(on)
  return { ...people, id: await valueOf(on.app.messages.send(form)) }
}

/** What people do about posts. */
export const POSTS: Readonly<Record<keyof Soundhub['posts'], Scene>> = {
  create: async (on) => {
    const { userId: author, idempotentRequest } = await begin(on)
    const track = await staged(on)
    return ({ posts }) => posts.create({ author, ...POST_FORM, track, idempotentRequest })
  },
  edit: async (on) => {
    const { ann, postId } = await song(on)
    const image = await staged(on, await png(4, 4))
    return ({ posts }) => posts.edit({ id: postId, editor: ann, title: '새벽', image })
  },
  delete: async (on) => {
    const { ann, postId } = await rendered(on)
    return ({ posts }) => posts.delete({ id: postId, remover: ann })
  },
  read: async (on) => {
    const { postId } = await song(on)
    return ({ posts }) => posts.read(postId)
  },
  list: async () => (app) => app.posts.list(),
  like: async (on) => {
    const { bob, postId } = await song(on)
    return ({ posts }) => posts.like({ liker: bob, postId })
  },
  unlike: async (on) => {
    const { bob, postId } = await song(on)
    await valueOf(on.app.posts.like({ liker: bob, postId }))
    return ({ posts }) => posts.unlike({ liker: bob, postId })
  },
  toggleLike: async (on) => {
    const { bob, postId } = await song(on)
    return ({ posts }) => posts.toggleLike({ liker: bob, postId })
  },
  waveform: async (on) => {
    const { postId } = await rendered(on)
    return ({ posts }) => posts.waveform(postId)
  },
}

/** What people do about comments. */
export const COMMENTS: Readonly<Record<keyof Soundhub['comments'], Scene>> = {
  create: async (on) => {
    const { userId: author, idempotentRequest } = await begin(on)
    const postId = await posted(on, author)
    const track = await staged(on, sound(96, 0.2))
    return ({ comments }) => comments.create({ postId, author, instruments: 'Bass', track, idempotentRequest })
  },
  edit: async (on) => {
    const { bob, bass } = await song(on)
    return ({ comments }) => comments.edit({ id: bass, editor: bob, instruments: 'Drums' })
  },
  delete: async (on) => {
    const { bob, bass } = await rendered(on)
    return ({ comments }) => comments.delete({ id: bass, remover: bob })
  },
  read: async (on) => {
    const { bass } = await song(on)
    return ({ comments }) => comments.read(bass)
  },
  list: async (on) => {
    const { postId } = await song(on)
    return ({ comments }) => comments.list(postId)
  },
  waveform: async (on) => {
    const { bass } = await rendered(on)
    return ({ comments }) => comments.waveform(bass)
  },
}

/** What people do about mixes. */
export const MIXES: Readonly<Record<keyof Soundhub['mixes'], Scene>> = {
  request: async (on) => {
    const { ann, postId, bass } = await song(on)
    await on.work()
    return ({ mixes }) => mixes.request({ postId, requester: ann, stems: [bass] })
  },
  follow: async (on) => {
    const { postId } = await requested(on)
    return ({ mixes }) => mixes.follow(postId, () => undefined)
  },
  master: async (on) => {
    const { postId } = await rendered(on)
    return ({ mixes }) => mixes.master(postId, 'wav')
  },
  stems: async (on) => {
    const { postId } = await rendered(on)
    return ({ mixes }) => mixes.stems(postId)
  },
  revisions: async (on) => {
    const { postId } = await rendered(on)
    return ({ mixes }) => mixes.revisions(postId)
  },
  restore: async (on) => {
    const { ann, postId } = await twiceRendered(on)
    return ({ mixes }) => mixes.restore({ postId, requester: ann, revision: 1 })
  },
  propose: async (on) => {
    const { postId, carol, bass } = await story(on)
    return ({ mixes }) => mixes.propose({ postId, proposer: carol, ...louder(bass) })
  },
  proposals: async (on) => {
    const { postId } = await heard(on)
    return ({ mixes }) => mixes.proposals(postId)
  },
  proposal: async (on) => {
    const { id } = await heard(on)
    return ({ mixes }) => mixes.proposal(id)
  },
  takeProposal: async (on) => {
    const { ann, postId, id } = await heard(on)
    return ({ mixes }) => mixes.takeProposal({ postId, requester: ann, id })
  },
  declineProposal: async (on) => {
    const { ann, postId, id } = await heard(on)
    return ({ mixes }) => mixes.declineProposal({ postId, requester: ann, id, reason: 'too loud' })
  },
}

/** What people write to each other. */
export const MESSAGES: Readonly<Record<keyof Soundhub['messages'], Scene>> = {
  send: async (on) => {
    const { form, idempotentRequest } = await message(on)
    return ({ messages }) => messages.send({ ...form, idempotentRequest })
  },
  list: async (on) => {
    const { bob } = await sent(on)
    return ({ messages }) => messages.list({ mailbox: 'inbox', owner: bob })
  },
  view: async (on) => {
    const { bob, id } = await sent(on)
    return ({ messages }) => messages.view({ id, mailbox: 'inbox', owner: bob })
  },
  open: async (on) => {
    const { bob, id } = await sent(on)
    return ({ messages }) => messages.open({ id, reader: bob })
  },
  delete: async (on) => {
    const { bob, id } = await sent(on)
    return ({ messages }) => messages.delete({ id, mailbox: 'inbox', owner: bob })
  },
}

/** Home pages, search, files, and requests that are repeated. */
export const OTHERS: Readonly<Record<`home.${keyof Soundhub['home']}` | 'search' | 'media.read', Scene>> &
  Readonly<Record<`uploads.${keyof Soundhub['uploads']}` | `idempotency.${keyof Soundhub['idempotency']}`, Scene>> = {
  'home.read': async () => (app) => app.home.read(),
  'home.ofGenre': async () => (app) => app.home.ofGenre('Pop'),
  'home.ofInstrument': async () => (app) => app.home.ofInstrument('Bass'),
  search: async (on) => {
    await song(on)
    return (app) => app.search({ keyword: '봄' })
  },
  'media.read': async (on) => {
    const { postId } = await song(on)
    const { track } = (await on.rows()).posts.get(postId)!
    return ({ media }) => media.read(track.path)
  },
  'uploads.receive': async () => (app) => app.uploads.receive(arriving(sound())),
  'uploads.discard': async (on) => {
    const file = await staged(on)
    return ({ uploads }) => uploads.discard(file)
  },
  'uploads.begin': async (on) => {
    const owner = await active(on)
    return ({ uploads }) => uploads.begin({ owner, length: 1000 })
  },
  'uploads.read': async (on) => {
    const { of } = await partial(on)
    return ({ uploads }) => uploads.read(of)
  },
  'uploads.append': async (on) => {
    const { of } = await partial(on)
    return ({ uploads }) => uploads.append({ ...of, offset: 0 }, arriving(sound()))
  },
  'uploads.take': async (on) => {
    const { of } = await partial(on)
    await valueOf(on.app.uploads.append({ ...of, offset: 0 }, arriving(sound())))
    return ({ uploads }) => uploads.take(of)
  },
  'uploads.drop': async (on) => {
    const { of } = await partial(on)
    return ({ uploads }) => uploads.drop(of)
  },
  'idempotency.begin': async (on) => {
    const userId = await active(on)
    return ({ idempotency }) => idempotency.begin({ userId, key: 'a key' as IdempotencyKey, fingerprint: 'print' })
  },
  'idempotency.storeResponse': async (on) => {
    const { userId, idempotentRequest } = await begin(on)
    const track = await staged(on)
    await valueOf(on.app.posts.create({ author: userId, ...POST_FORM, track, idempotentRequest }))
    return ({ idempotency }) => idempotency.storeResponse(idempotentRequest, 'answer')
  },
  'idempotency.release': async (on) => {
    const { idempotentRequest } = await begin(on)
    return ({ idempotency }) => idempotency.release(idempotentRequest)
  },
}
