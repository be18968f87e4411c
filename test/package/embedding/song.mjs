import { readFile, writeFile } from 'node:fs/promises'
import { soundhub } from 'soundhub'
import { memoryPorts } from 'soundhub/memory'

const ports = memoryPorts()
const app = soundhub(ports)
await app.worker.start()

/** What a use case made; a refusal ends the program. */
const done = async (outcome) =>
  (await outcome).match(
    (value) => value,
    (refusal) => Promise.reject(refusal),
  )

const untilThereIs = async (look) => {
  for (;;) {
    const found = await look()
    if (found) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const member = async (nickname, instrument) => {
  const email = `${nickname}@example.org`
  await done(app.accounts.signUp({ email, nickname, instruments: [instrument], newPassword: 'seven-strings' }))
  const mail = await untilThereIs(() => ports.mailer.sent().find(({ to }) => to === email))
  return done(app.accounts.activate(mail.secret))
}

const upload = async (path) => done(app.uploads.receive(await readFile(path)))

const [, , chord, bass] = process.argv
const guitarist = await member('guitarist', 'Guitar')
const bassist = await member('bassist', 'Bass')

const postId = await done(
  app.posts.create({
    author: guitarist,
    title: 'Three chords',
    instruments: ['Guitar'],
    genres: ['Rock'],
    track: await upload(chord),
  }),
)
const commentId = await done(
  app.comments.create({ postId, author: bassist, instruments: ['Bass'], track: await upload(bass) }),
)
await done(app.mixes.request({ postId, requester: guitarist, stems: [commentId] }))

const { master } = await untilThereIs(async () => {
  const post = await done(app.posts.read(postId))
  return post.mix?.state === 'rendered' && post
})
const pieces = []
for await (const piece of (await done(app.media.read(master))).bytes) pieces.push(piece._unsafeUnwrap())
await writeFile('master.wav', Buffer.concat(pieces))
await app.worker.stop()
