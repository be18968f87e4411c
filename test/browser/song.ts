import type { BrowserContext } from 'playwright-core'
import { ok } from 'neverthrow'
import type { Post } from '#adapters/client/soundhub.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { side } from '#adapters/testing/sound/tone.ts'
import { CHANNELS, SAMPLE_RATE, type StereoBlock } from '#domain/sound/block.ts'
import { flacBlocks } from '#domain/sound/flac-stream.ts'
import { masterFrom } from '#domain/mix/master-from.ts'
import { gatherBlocks } from '#adapters/testing/sound/streams.ts'
import type { Program } from '#adapters/web/page/player/protocol.ts'
import { music } from '../domain/sounds.ts'
import { until } from '../story/until.ts'
import { asker } from './acts.ts'
import type { Stage } from './stage.ts'

/** A file of something like music. */
export const musicFile = (seconds: number, seed: number) => {
  const sound = music(seconds * SAMPLE_RATE, seed)
  const wave = waveFile({ channels: [side(sound, 0), side(sound, 1)], sample: 'pcm24' })
  return { name: `take-${seed}.wav`, mimeType: 'audio/wav', buffer: Buffer.from(wave) }
}

export const readPost = (stage: Stage, context: BrowserContext, id: number): Promise<Post> =>
  asker(stage, context)('GET', `/post/${id}`)

/** The post once this holds. */
export const postThat = (
  stage: Stage,
  context: BrowserContext,
  id: number,
  what: string,
  holds: (post: Post) => boolean,
): Promise<Post> =>
  until(what, async () => {
    const post = await readPost(stage, context, id)
    return holds(post) ? post : undefined
  })

const tracksIn = ({ track, comment_tracks: answers }: Post) => [
  track,
  ...Object.values(answers).flatMap((list) => (list ?? []).map((answer) => answer.track)),
]

/** The post once so many answers and its own track can be mixed. */
export const postWithTracks = (stage: Stage, context: BrowserContext, id: number, answers: number): Promise<Post> =>
  postThat(stage, context, id, 'tracks that are ready', (post) => {
    const tracks = tracksIn(post)
    return tracks.length === 1 + answers && tracks.every(({ status }) => status === 'ready')
  })

/** Posts a track, with an answer by somebody else, once both are heard. */
export const postSong = async (
  stage: Stage,
  author: BrowserContext,
  other: BrowserContext,
  { title = 'A song', seconds = 4 } = {},
): Promise<Post> => {
  const posts = { title, instrument: 'Guitar', genre: 'Rock', author_track: musicFile(seconds, 11) }
  const { id } = await asker(stage, author)<Post>('POST', '/post', { multipart: posts })
  const answers = { instrument: 'Bass', comment_track: musicFile(seconds, 12) }
  await asker(stage, other)('POST', `/post/${id}/comments`, { multipart: answers })
  return postWithTracks(stage, author, id, 1)
}

/** A FLAC file of the server, decoded. */
export const flacAt = async (url: string): Promise<StereoBlock> => {
  const file = new Uint8Array(await (await fetch(url)).arrayBuffer())
  const bytes = async function* () {
    yield ok(file)
  }
  return (await gatherBlocks(flacBlocks(bytes())))._unsafeUnwrap()
}

/** What the core makes of a program. */
export const masterOf = async (stage: Stage, { stems, setting }: Program): Promise<StereoBlock> => {
  const sounds = new Map<string, StereoBlock>()
  for (const { url } of stems) sounds.set(url, await flacAt(new URL(url, stage.url).href))
  const seekable = stems.map((stem) => ({
    ...stem,
    blocksFrom: async function* (frame: number) {
      yield ok(sounds.get(stem.url)!.subarray(CHANNELS * frame))
    },
  }))
  return (await gatherBlocks(masterFrom(seekable, setting, 0)))._unsafeUnwrap()
}
