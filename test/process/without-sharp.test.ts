import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { freshInstallation } from '../databases/fresh.ts'
import { bomb } from '../images/pictures.ts'
import { join as joinSoundhub } from '../story/client.ts'
import { newestLink } from '../story/outbox.ts'
import { sound } from '../story/story.ts'
import { startServerProcess } from './server-process.ts'

it('a server without sharp says so, takes no pictures, loses nothing, and goes on with music', async () => {
  const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-without-sharp-'))
  await freshInstallation(DATA_DIR)
  const hook = new URL('./without-sharp.ts', import.meta.url).href
  const server = await startServerProcess({ DATA_DIR, NODE_OPTIONS: `--import=${hook}` })
  try {
    expect(server.log()).toContain('images unavailable: uploads of pictures are answered with 503')
    const ann = await joinSoundhub(server.url, 'ann', (address) => newestLink(join(DATA_DIR, 'outbox'), address))
    const picture = await bomb(400, 400)
    const refused = await ann.send('/user/1/profile_img', { files: { profile_img: picture } })
    expect([refused.status, refused.body.code]).toEqual([503, 'SERVICE_UNAVAILABLE'])
    const track = sound(440, 1)
    const withPicture = await ann.send('/post', {
      fields: { title: 'Seen', instrument: 'Guitar', genre: 'Rock' },
      files: { author_track: track, post_img: picture },
    })
    expect(withPicture.status).toBe(503)
    expect((await ann.send('/post')).body.results).toEqual([])
    const heard = await ann.post('Heard', track)
    expect(heard.status).toBe(201)
    expect((await ann.send('/user/1/profile_img')).body).toEqual({ profile_img: null, profile_bg: null })
  } finally {
    await server.stop()
    await rm(DATA_DIR, { recursive: true })
  }
})
