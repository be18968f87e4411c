/** A song to mix: files as people upload them, and a Soundhub on folders with ffmpeg, without a database. */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { fileBytes } from '#adapters/file-system/file-bytes.ts'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { FileSystemStemCache } from '#adapters/file-system/file-system-stem-cache.ts'
import { StemThreads } from '#adapters/file-system/stem-threads.ts'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { activeIn } from '#adapters/testing/given.ts'
import { soundhub } from '#application/soundhub.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'

const run = promisify(execFile)

/** What people upload: the file's name, its rate and how it is encoded. */
export type Recording = readonly [name: string, rate: number, how: string]

/** Eight formats, as the speed of a mix is measured with them. */
export const EIGHT: readonly Recording[] = [
  ['1.mp3', 44_100, '-b:a 192k'],
  ['2.mp3', 44_100, '-q:a 2'],
  ['3.mp3', 44_100, '-b:a 320k'],
  ['4.m4a', 44_100, '-ac 1 -c:a aac'],
  ['5.wav', 48_000, ''],
  ['6.flac', 44_100, ''],
  ['7.opus', 48_000, '-c:a libopus -b:a 128k'],
  ['8.ogg', 44_100, '-c:a libvorbis -q:a 5'],
]

/** Music-like: decaying tones on a beat, with some noise. */
const voice = (number: number): string => {
  const side = (hertz: number, seed: number) =>
    `0.4*sin(2*PI*${hertz}*t)*exp(-3*mod(t+${number / 20},0.5))+0.1*(random(${seed})-0.5)`
  return `aevalsrc='${side(110 * number, 0)}|${side(110 * number + 1, 1)}'`
}

const webAssembly = async () => (await findFfmpeg({ searchPath: '', sources: ['@ffmpeg/core'] }))._unsafeUnwrap()

/** A folder that goes with `close`. Soundhub works with ffmpeg as a process, or as WebAssembly. */
export const newBench = async ({ isWasm = false } = {}) => {
  const ffmpeg = await nativeFfmpeg()
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-bench-'))
  const at = (name: string): string => join(folder, name)
  const command = (...words: readonly string[]): Promise<unknown> => run(ffmpeg.path, ['-v', 'error', '-y', ...words])

  /** Writes the recordings, each of so many seconds; what is there already stays. */
  const record = async (recordings: readonly Recording[], seconds: number): Promise<void> => {
    for (const [index, [name, rate, how]] of recordings.entries()) {
      const options = how.split(' ').filter((word) => word !== '')
      const source = `${voice(index + 1)}:s=${rate}`
      await command('-f', 'lavfi', '-i', source, '-t', String(seconds), ...options, at(name))
    }
  }

  const staging = new FileSystemStaging(at('staging'))
  const audio = new FfmpegAudio(isWasm ? await webAssembly() : ffmpeg, { folder: at('ffmpeg') })
  const threads = new StemThreads()
  const ports = {
    ...memoryPorts({ jobs: { byItself: false } }),
    staging,
    blobs: new FileSystemBlobStore({ root: at('media'), staging }),
    stemCache: new FileSystemStemCache({ folder: at('cache'), maximumBytes: 8_000_000_000, staging, threads }),
    audioSniffer: new FileTypeAudioSniffer(),
    audioDecoder: audio,
    audioEncoder: audio,
  }
  const app = soundhub({ ...ports, maximumUploadBytes: 2_000_000_000, maximumTrackMinutes: 120 })
  const author: UserId = (await activeIn(ports.unitOfWork)).id
  const upload = (name: string) => valueOf(app.uploads.receive(fileBytes(at(name))))

  /** A post with the recordings but the first as its comments, nothing ingested. */
  const song = async ([first, ...others]: readonly Recording[]): Promise<Song> => {
    const form = { author, title: 'Song', instruments: 'Guitar', genres: 'Pop' }
    const postId = await valueOf(app.posts.create({ ...form, track: await upload(first![0]) }))
    const comments: CommentId[] = []
    for (const [name] of others)
      comments.push(
        await valueOf(app.comments.create({ postId, author, instruments: 'Bass', track: await upload(name) })),
      )
    return { postId, comments }
  }

  /** Makes the post's track a stem. */
  const ingest = ({ postId }: Song): Promise<unknown> =>
    valueOf(app.worker.performJob({ type: 'ingest-track', postId, commentId: null }))

  let gainDb = 0
  /** Renders another recipe each time. */
  const mix = async ({ postId, comments }: Song): Promise<void> => {
    gainDb -= 0.1
    const recipe = { stems: comments.map((comment) => ({ comment, gainDb })) }
    await valueOf(app.mixes.request({ postId, requester: author, recipe }))
    await valueOf(app.worker.performJob({ type: 'render-mix', postId }))
  }

  /** As on a machine that has never seen the stems. */
  const forget = (): Promise<void> => rm(at('cache'), { recursive: true, force: true })
  const close = async (): Promise<void> => {
    await threads.close()
    await rm(folder, { recursive: true, force: true })
  }
  return { at, command, record, song, ingest, mix, forget, close }
}

/** A post and its comments. */
export type Song = { readonly postId: PostId; readonly comments: readonly CommentId[] }

/** The seconds that the work takes. */
export const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}
