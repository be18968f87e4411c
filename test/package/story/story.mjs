import { soundhub } from 'soundhub'
import { memoryPorts } from 'soundhub/memory'

/** Frames of each track, at 48 kHz. */
const FRAMES = 4800

const RATE = 48_000

/** A mono WAV of one tone in 16 bits, with nothing but what every JavaScript has. */
const wav = (hertz) => {
  const view = new DataView(new ArrayBuffer(44 + FRAMES * 2))
  const text = (at, word) => [...word].forEach((letter, index) => view.setUint8(at + index, letter.charCodeAt(0)))
  text(0, 'RIFF')
  view.setUint32(4, 36 + FRAMES * 2, true)
  text(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, 1, true)
  view.setUint16(22, 1, true)
  view.setUint32(24, RATE, true)
  view.setUint32(28, RATE * 2, true)
  view.setUint16(32, 2, true)
  view.setUint16(34, 16, true)
  text(36, 'data')
  view.setUint32(40, FRAMES * 2, true)
  for (let frame = 0; frame < FRAMES; frame++)
    view.setInt16(44 + frame * 2, Math.round(Math.sin((2 * Math.PI * hertz * frame) / RATE) * 3000), true)
  return new Uint8Array(view.buffer)
}

/** What a use case made; a refusal ends the story. */
const done = async (outcome) => {
  const result = await outcome
  if (result.isErr()) throw new Error(`refused: ${JSON.stringify(result.error)}`)
  return result.value
}

const refusal = async (outcome) =>
  (await outcome).match(
    () => 'none',
    ({ type }) => type,
  )

const contentOf = async (blob) => {
  const pieces = []
  for await (const piece of blob.bytes) pieces.push(...piece._unsafeUnwrap())
  return Uint8Array.from(pieces)
}

const sha256 = async (bytes) =>
  [...new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')

/** What Soundhub is for, from the first sign-up to the last deletion. It ends the same wherever JavaScript runs. */
export const story = async () => {
  const ports = memoryPorts()
  const app = soundhub(ports)
  await done(app.worker.start())
  const settled = () => done(ports.jobRunner.drain())

  const join = async (nickname, instrument) => {
    const email = `${nickname}@example.org`
    await done(app.accounts.signUp({ email, nickname, instruments: [instrument], newPassword: 'seven-strings' }))
    await settled()
    const { secret } = ports.mailer.sent().find(({ to }) => to === email)
    const user = await done(app.accounts.activate(secret))
    return { email, user, opensAgain: await refusal(app.accounts.activate(secret)) }
  }
  const guitarist = await join('guitarist', 'Guitar')
  const bassist = await join('bassist', 'Bass')
  const wrongPassword = await refusal(app.accounts.logIn({ email: guitarist.email, password: 'six-strings' }))
  const { token } = await done(app.accounts.logIn({ email: guitarist.email, password: 'seven-strings' }))
  const session = await done(app.accounts.authenticate(token))

  const upload = (hertz) => done(app.uploads.receive(wav(hertz)))
  const postId = await done(
    app.posts.create({
      author: guitarist.user,
      title: 'Three chords',
      instruments: ['Guitar'],
      genres: ['Rock'],
      track: await upload(330),
    }),
  )
  const commentId = await done(
    app.comments.create({ postId, author: bassist.user, instruments: ['Bass'], track: await upload(110) }),
  )
  const mixedByAnother = await refusal(app.mixes.request({ postId, requester: bassist.user, stems: [commentId] }))
  await done(app.mixes.request({ postId, requester: guitarist.user, stems: [commentId] }))
  await settled()
  await done(app.posts.like({ postId, liker: bassist.user }))
  await done(app.users.follow({ follower: bassist.user, followed: guitarist.user }))
  await done(app.messages.send({ sender: bassist.user, recipientId: guitarist.user, content: 'Once more?' }))

  const post = await done(app.posts.read(postId))
  const master = await contentOf(await done(app.media.read(post.master)))
  const found = await done(app.search({ keyword: 'THREE' }))
  const inbox = await done(app.messages.list({ mailbox: 'inbox', owner: guitarist.user }))

  await done(app.comments.delete({ id: commentId, remover: bassist.user }))
  await settled()
  const without = await done(app.posts.read(postId))
  await done(app.posts.delete({ id: postId, remover: guitarist.user }))
  await settled()
  await done(app.worker.stop())
  return {
    opensAgain: guitarist.opensAgain,
    wrongPassword,
    isLoggedIn: session.userId === guitarist.user,
    mixedByAnother,
    mix: post.mix.state,
    masterBytes: master.length,
    masterSha256: await sha256(master),
    likes: post.numLiked,
    found: found.postsByTitle.map(({ title }) => title),
    inbox: inbox.rows.map(({ content }) => content),
    masterWithoutComment: without.master === without.track,
    filesLeft: ports.files.paths().length,
  }
}
