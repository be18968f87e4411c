/**
 * `npm run bench:mix`: what a mix of eight three-minute stems in mixed formats costs, beside a plain `ffmpeg amix` of the same
 * files in the same run. Only the ratios mean something; the machine may be shared.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { fileBytes } from '#adapters/file-system/file-bytes.ts'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { FileSystemStemCache } from '#adapters/file-system/file-system-stem-cache.ts'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { activeIn } from '#adapters/testing/given.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { soundhub } from '#application/soundhub.ts'
import type { CommentId, PostId, UserId } from '#domain/shared/id.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { median } from './figures.ts'

const ROUNDS = Number(process.argv[2] ?? 3)
const SECONDS = Number(process.argv[3] ?? 180)

/** Music-like: decaying tones on a beat, with some noise. */
const voice = (hertz: number, beat: number, noise: number): string =>
  `aevalsrc='0.4*sin(2*PI*${hertz}*t)*exp(-3*mod(t+${beat},0.5))+${noise}*(random(0)-0.5)|0.4*sin(2*PI*${hertz + 1}*t)*exp(-3*mod(t+${beat},0.5))+${noise}*(random(1)-0.5)'`

/** What people upload: format, rate, channels and how it is encoded. */
const STEMS = [
  ['1.mp3', voice(220, 0, 0.1), '44100', '-b:a 192k'],
  ['2.mp3', voice(110, 0.1, 0.05), '44100', '-q:a 2'],
  ['3.mp3', voice(330, 0.2, 0.2), '44100', '-b:a 320k'],
  ['4.m4a', voice(440, 0.05, 0.05), '44100', '-ac 1 -c:a aac'],
  ['5.wav', voice(550, 0.15, 0.1), '48000', ''],
  ['6.flac', voice(660, 0.25, 0.05), '44100', ''],
  ['7.opus', voice(770, 0.3, 0.1), '48000', '-c:a libopus -b:a 128k'],
  ['8.ogg', voice(880, 0.35, 0.1), '44100', '-c:a libvorbis -q:a 5'],
] as const

const run = promisify(execFile)
const ffmpeg = await nativeFfmpeg()
const folder = await mkdtemp(join(tmpdir(), 'soundhub-bench-'))
const at = (name: string): string => join(folder, name)
for (const [name, source, rate, how] of STEMS) {
  const options = how.split(' ').filter((word) => word !== '')
  await run(ffmpeg.path, [
    '-v',
    'error',
    '-f',
    'lavfi',
    '-i',
    `${source}:s=${rate}`,
    '-t',
    String(SECONDS),
    ...options,
    at(name),
  ])
}

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

const amix = (): Promise<unknown> => {
  const inputs = STEMS.flatMap(([name]) => ['-i', at(name)])
  const graph = `amix=inputs=${STEMS.length}:normalize=0`
  return run(ffmpeg.path, ['-v', 'error', '-y', ...inputs, '-filter_complex', graph, '-q:a', '2', at('out.mp3')])
}

const staging = new FileSystemStaging(at('staging'))
const audio = new FfmpegAudio(ffmpeg, { folder: at('ffmpeg') })
const ports = {
  ...memoryPorts({ jobs: { byItself: false } }),
  staging,
  blobs: new FileSystemBlobStore({ root: at('media'), staging }),
  stemCache: new FileSystemStemCache({ folder: at('cache'), maximumBytes: 2_000_000_000, staging }),
  audioSniffer: new FileTypeAudioSniffer(),
  audioDecoder: audio,
  audioEncoder: audio,
}
const app = soundhub({ ...ports, maximumUploadBytes: 100_000_000 })
const author: UserId = (await activeIn(ports.unitOfWork)).id
const upload = (name: string) => valueOf(app.uploads.receive(fileBytes(at(name))))

/** A post with the other seven stems as its comments. */
const song = async (): Promise<{ readonly postId: PostId; readonly comments: readonly CommentId[] }> => {
  const [first, ...others] = STEMS
  const form = { author, title: 'Song', instruments: 'Guitar', genres: 'Pop' }
  const postId = await valueOf(app.posts.create({ ...form, track: await upload(first[0]) }))
  const comments: CommentId[] = []
  for (const [name] of others) {
    comments.push(
      await valueOf(app.comments.create({ postId, author, instruments: 'Bass', track: await upload(name) })),
    )
  }
  return { postId, comments }
}

let gainDb = 0
const mix = async ({ postId, comments }: Awaited<ReturnType<typeof song>>): Promise<void> => {
  gainDb -= 0.1
  const recipe = { stems: comments.map((comment) => ({ comment, gainDb })) }
  await valueOf(app.mixes.request({ postId, requester: author, recipe }))
  await valueOf(app.worker.performJob({ type: 'render-mix', postId }))
}

const times = { amix: [] as number[], again: [] as number[], stems: [] as number[], uploads: [] as number[] }
for (let round = 0; round < ROUNDS; round++) {
  times.amix.push(await timed(amix))
  const fresh = await song()
  await rm(at('cache'), { recursive: true, force: true })
  times.uploads.push(await timed(() => mix(fresh)))
  await rm(at('cache'), { recursive: true, force: true })
  times.stems.push(await timed(() => mix(fresh)))
  times.again.push(await timed(() => mix(fresh)))
}
await rm(folder, { recursive: true, force: true })

const base = median(times.amix)
const GOALS = { again: 0.5, stems: 0.75, uploads: 0.9 }
const NAMES = {
  again: 'recipe changed, stems in the cache',
  stems: 'stems from the blob store',
  uploads: 'from the uploads, nothing ingested',
}
console.log(`${STEMS.length} stems of ${SECONDS} s; ffmpeg amix to MP3 V2: ${base.toFixed(2)} s`)
for (const name of ['again', 'stems', 'uploads'] as const) {
  const ratio = median(times[name]) / base
  console.log(`${NAMES[name]}: ${median(times[name]).toFixed(2)} s, ${ratio.toFixed(2)}× (goal ${GOALS[name]}×)`)
}
