import { chmod, readFile, stat, utimes, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { okAsync } from 'neverthrow'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { work } from '../../adapters/http/house.ts'
import { encoded, madeByFfmpeg } from '../../audio/encoded.ts'
import { sound } from '../../story/story.ts'
import { rounds } from '../rounds.ts'
import { HOSTILE, type Targets, trustingScript } from './hostile.ts'
import { type UploadChanges, uploadPlace, type UploadPlace } from './upload-place.ts'

const MARK = 'canary-7f3a'
const LONG_AGO = new Date('2001-01-01')

let listener: Server
let sockets = 0
beforeAll(async () => {
  listener = createServer((socket) => {
    sockets++
    socket.on('error', () => undefined).destroy()
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
})

const ends: (() => unknown)[] = []
afterAll(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
  listener.close()
})

/** A place, and beside it a song that is nobody's business. */
const begin = async (changes: UploadChanges = {}): Promise<UploadPlace & { readonly targets: Targets }> => {
  const place = await uploadPlace(changes)
  ends.push(place.remove)
  const file = join(place.folder, 'canary.mp3')
  const made = await madeByFfmpeg(sound(440, 1), ['-i', 'input.wav', '-metadata', `title=${MARK}`, 'out.mp3'])
  await writeFile(file, made)
  return { ...place, targets: { file, url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}/a.mp3` } }
}

/** Whatever is named `.mp3` is taken for one: what stands behind the sniffer has to hold by itself. */
const believing: UploadChanges = {
  ports: (own) => ({ ...own, audioSniffer: { sniff: () => okAsync({ format: 'mp3', alignment: 'exact' }) } }),
}

/** What came of an upload of this kind. */
const wrongWith = async (place: Awaited<ReturnType<typeof begin>>, kind: keyof typeof HOSTILE) => {
  const { file, url } = place.targets
  // The time of the last read is noted where it is older than that of the last change.
  await utimes(file, LONG_AGO, new Date())
  const [before, open] = [await place.files(), sockets]
  const answer = await place.upload(HOSTILE[kind]!({ file, url }))
  const told = await answer.text()
  const isRead = (await stat(file)).atimeMs !== LONG_AGO.getTime()
  const left = (await place.files()).filter((name) => !before.includes(name))
  return [
    ...(answer.status >= 400 && answer.status < 500 ? [] : [`answered with ${answer.status}`]),
    ...(isRead ? ['the file was read'] : []),
    ...(told.includes(MARK) ? ['the file was told'] : []),
    ...(sockets > open ? ['a socket was opened'] : []),
    ...(left.length > 0 ? ['a file was left'] : []),
  ]
}

describe(`hostile uploads of ${Object.keys(HOSTILE).length} kinds`, () => {
  it('are refused, open no socket and read no file', async () => {
    const place = await begin()
    for (const kind of Object.keys(HOSTILE)) expect(await wrongWith(place, kind), kind).toEqual([])
  })

  it('do not do so either where they are taken for what they call themselves', async () => {
    const place = await begin(believing)
    const kinds = Object.keys(HOSTILE)
    for (const kind of kinds.slice(0, rounds(8, kinds.length))) expect(await wrongWith(place, kind), kind).toEqual([])
  })

  it('are found where ffmpeg may choose the format', async () => {
    const place = await begin({
      ...believing,
      ffmpeg: async (found, folder) => {
        const path = join(folder, 'trusting.sh')
        await writeFile(path, trustingScript(found.path))
        await chmod(path, 0o755)
        return { ...found, path }
      },
    })
    expect(await wrongWith(place, 'HLS')).toEqual(expect.arrayContaining(['answered with 201', 'the file was read']))
    expect(await wrongWith(place, 'HLS over HTTP')).toContain('a socket was opened')
  })
})

describe('sound with something beside it', () => {
  it('is taken for its sound: a film, and a song with a playlist in its tag', async () => {
    const place = await begin()
    const [before, open] = [await place.files(), sockets]
    const film = await madeByFfmpeg(
      sound(440, 1),
      '-f lavfi -i color=s=64x64:d=1 -i input.wav -c:v mpeg4 -c:a aac out.mp4'.split(' '),
    )
    const song = Buffer.concat([HOSTILE['HLS behind a tag']!(place.targets), await encoded(sound(440, 1), 'mp3')])
    await utimes(place.targets.file, LONG_AGO, new Date())
    for (const file of [film, song]) expect((await place.upload(file)).status).toBe(201)
    await work(place.given)
    expect((await stat(place.targets.file)).atime).toEqual(LONG_AGO)
    expect(sockets).toBe(open)
    const stems = (await place.files()).filter((name) => name.endsWith('.flac') && !before.includes(name))
    expect(stems).toHaveLength(2)
    for (const stem of stems) expect((await readFile(join(place.folder, stem))).includes('mpeg4')).toBe(false)
  })
})
