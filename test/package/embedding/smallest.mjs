import { readFileSync } from 'node:fs'
import { soundhub } from 'soundhub'
import { memoryPorts } from 'soundhub/memory'

const ports = memoryPorts()
const { accounts, comments, mixes, posts, uploads, worker } = soundhub(ports)
await worker.start()
await accounts.signUp({ email: 'me@example.org', nickname: 'me', instruments: ['Guitar'], newPassword: 'six-strings' })
await ports.jobRunner.drain()
const author = (await accounts.activate(ports.mailer.sent()[0].secret))._unsafeUnwrap()
const upload = async (path) => (await uploads.receive(readFileSync(path)))._unsafeUnwrap()
const song = { author, title: 'Riff', instruments: ['Guitar'], genres: ['Rock'], track: await upload('chord.wav') }
const postId = (await posts.create(song))._unsafeUnwrap()
const bass = await comments.create({ postId, author, instruments: ['Bass'], track: await upload('bass.wav') })
await mixes.request({ postId, requester: author, stems: [bass._unsafeUnwrap()] }).andThen(ports.jobRunner.drain)
console.log((await posts.read(postId))._unsafeUnwrap().master)
