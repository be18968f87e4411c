import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CHANNELS, SAMPLE_RATE } from '#domain/sound/block.ts'
import { packPcm } from '#domain/sound/pcm.ts'
import { waveHeader } from '#domain/sound/wave.ts'
import { containerOf, open } from '#bootstrap/container.ts'
import { bass, drums, guitar, keyboard, type Sound } from '#bootstrap/demo/instruments.ts'
import { startServer } from '#bootstrap/server.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { freePort } from '../../process/free-port.ts'

/** A server on the embedded database, with songs as long and as wide as one likes. */
export type House = {
  readonly url: string
  /** Makes a song of synthesised stems, waits until all can be played, and ends with its path; it has no mix. */
  readonly song: (stems: number, minutes: number) => Promise<string>
  readonly close: () => Promise<void>
}

const VOICES = [guitar, bass, drums, keyboard]
const INSTRUMENTS = ['Guitar', 'Bass', 'Drums', 'Keyboard'] as const

/** The hiss of a recording, without which FLAC has too easy a time: −66 dBFS, another one in each channel. */
const HISS = 0.0005

/** The part again and again, as a WAVE file; each stem begins elsewhere in it. */
const waveOf = (part: Sound, stem: number, minutes: number): Uint8Array => {
  const frames = Math.round(minutes * 60 * SAMPLE_RATE)
  const header = waveHeader(frames)
  const file = new Uint8Array(header.length + 3 * CHANNELS * frames)
  file.set(header)
  const chunk = new Float32Array(CHANNELS * SAMPLE_RATE)
  let at = header.length
  let noise = stem + 1
  for (let from = 0; from < frames; from += SAMPLE_RATE) {
    for (let index = 0; index < chunk.length; index++) {
      noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) >>> 0
      const frame = from + Math.floor(index / CHANNELS) + stem * 7 * SAMPLE_RATE
      chunk[index] = part[frame % part.length]! + HISS * (noise / 2 ** 31 - 1)
    }
    const bytes = packPcm(chunk)
    file.set(bytes.subarray(0, file.length - at), at)
    at += bytes.length
  }
  return file
}

const PAUSE_MS = 500

type Track = { readonly status: string }
type Song = {
  readonly track: Track
  readonly comment_tracks: Readonly<Record<string, readonly { readonly track: Track }[]>>
}

const isReady = async (url: string): Promise<boolean> => {
  const answer = await fetch(url, { headers: { Accept: 'application/json' } })
  const { track, comment_tracks: answers } = (await answer.json()) as Song
  const tracks = [track, ...Object.values(answers).flatMap((some) => some.map((one) => one.track))]
  if (tracks.some(({ status }) => status === 'failed')) throw new Error(`a stem of ${url} cannot be decoded`)
  return tracks.every(({ status }) => status === 'ready')
}

export const openHouse = async (): Promise<House> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-bench-'))
  const port = await freePort()
  const environment = {
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    MAX_UPLOAD_MB: '200',
  }
  const container = containerOf(readSettings(environment, 'all')._unsafeUnwrap())
  const server = await startServer(container)
  const { soundhub } = await open(container, ['soundhub'])
  const account = { email: 'bench@example.org', nickname: 'bench', password: 'sixteen-channels' }
  const author = (await soundhub.accounts.createStaff(account))._unsafeUnwrap()

  const song = async (stems: number, minutes: number): Promise<string> => {
    const parts = VOICES.map((voice) => voice())
    const upload = async (stem: number) =>
      (await soundhub.uploads.receive(waveOf(parts[stem % parts.length]!, stem, minutes)))._unsafeUnwrap()
    const post = { author, title: `${stems} stems`, instruments: 'Guitar', genres: 'Pop', bpm: 100 }
    const postId = (await soundhub.posts.create({ ...post, track: await upload(0) }))._unsafeUnwrap()
    for (let stem = 1; stem < stems; stem++) {
      const instruments = INSTRUMENTS[stem % INSTRUMENTS.length]!
      const answer = { postId, author, instruments, track: await upload(stem) }
      ;(await soundhub.comments.create(answer))._unsafeUnwrap()
    }
    const path = `/post/${postId}`
    while (!(await isReady(server.url + path))) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    return path
  }

  return {
    url: server.url,
    song,
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
