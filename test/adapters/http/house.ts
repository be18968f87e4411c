import type { MemoryAudio } from '#adapters/memory/media/memory-audio.ts'
import { type TestWorld, testWorld } from '#adapters/memory/test-world.ts'
import { httpApp } from '#adapters/http/app.ts'
import { type MemoryErrorReporter, memoryErrorReporter } from '#adapters/memory/system/memory-error-reporter.ts'
import { SystemCorrelation } from '#adapters/system/system-correlation.ts'
import type { ErrorReporter } from '#application/shared/error-reporter.ts'
import type { Correlation } from '#application/shared/correlation.ts'
import type {
  AnsweredRequest,
  Check,
  HttpDependencies,
  HttpApp,
  HttpSettings,
  Log,
} from '#adapters/http/dependencies.ts'
import { type HttpServer, serve } from '#adapters/http/server/server.ts'
import type { Timeouts } from '#adapters/http/server/timeouts.ts'
import type { Mail } from '#application/account/ports.ts'
import { soundhub, type Soundhub } from '#application/soundhub.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { Staging } from '#application/track/staging-and-blob-store.ts'
import type { MailKind } from '#domain/account/mail.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { tone } from '#adapters/testing/sound/tone.ts'

export const PUBLIC_URL = 'https://soundhub.example'
export const MAXIMUM_UPLOAD = 256 * 1024
export const PASSWORD = 'seven-strings'

/** A line of the log. */
export type Line = { readonly level: 'warn' | 'error'; readonly particulars: object; readonly message: string }

export type House = {
  readonly app: HttpApp
  readonly deps: HttpDependencies
  readonly world: TestWorld
  readonly audio: MemoryAudio
  readonly core: Soundhub
  readonly lines: readonly Line[]
  readonly log: Log
  readonly uploads: Uploads
  /** The requests that were answered. */
  readonly requests: readonly AnsweredRequest[]
  readonly errorReporter: MemoryErrorReporter
  readonly correlation: Correlation
}

/** What the edge gave to staging. */
export type Uploads = {
  /** Bytes so far. */
  taken(): number
  /** Once every file that began to arrive has arrived or was given up. */
  settled(): Promise<void>
}

const watched = (staging: Staging): Uploads & { readonly staging: Staging } => {
  let taken = 0
  const receptions: Promise<void>[] = []
  async function* counted<Fault>(bytes: ByteStream<Fault>): ByteStream<Fault> {
    for await (const piece of bytes) {
      if (piece.isOk()) taken += piece.value.length
      yield piece
    }
  }
  return {
    staging: {
      ...staging,
      receive: (bytes, limit) => {
        const received = staging.receive(counted(bytes), limit)
        receptions.push(
          received.match(
            () => undefined,
            () => undefined,
          ),
        )
        return received
      },
    },
    taken: () => taken,
    settled: async () => void (await Promise.all(receptions)),
  }
}

export type Changes = {
  readonly settings?: Partial<HttpSettings>
  readonly checks?: readonly Check[]
  /** Takes the place of ports in memory. */
  readonly ports?: Partial<Parameters<typeof soundhub>[0]>
  readonly correlation?: Correlation
  /** Hears of errors instead of one in memory. */
  readonly errorReporter?: ErrorReporter
  /** Takes the place of use cases about posts. */
  readonly posts?: Partial<Soundhub['posts']>
  /** Takes the place of use cases about stored files. */
  readonly media?: Partial<Soundhub['media']>
}

/** A whole Soundhub in memory, with its HTTP edge. */
export const house = ({
  settings,
  checks = [],
  ports,
  posts,
  media,
  correlation = new SystemCorrelation(),
  errorReporter: reporter,
}: Changes = {}): House => {
  const world = testWorld({ jobs: { byItself: false } })
  const uploads = watched(world.files.staging)
  const whole = soundhub({
    ...world,
    staging: uploads.staging,
    stalePurgeChance: 0,
    mixLease: 10_000,
    maximumTrackMinutes: 1,
    ...ports,
  })
  const core = { ...whole, posts: { ...whole.posts, ...posts }, media: { ...whole.media, ...media } }
  const lines: Line[] = []
  const requests: AnsweredRequest[] = []
  const errorReporter = memoryErrorReporter()
  const write = (level: Line['level']) => (particulars: object, message: string) =>
    void lines.push({ level, particulars, message })
  const log = { warn: write('warn'), error: write('error') }
  const deps = {
    soundhub: core,
    readiness: () => Promise.resolve(checks),
    settings: {
      publicUrl: PUBLIC_URL,
      mediaUrl: '/media/',
      maximumUploadBytes: MAXIMUM_UPLOAD,
      trustedProxies: 0,
      corsOrigins: [],
      eventStreams: { perClient: 20, inAll: 1_000, heartbeatMs: 15_000 },
      ...settings,
    },
    log,
    onRequest: (request: AnsweredRequest) => void requests.push(request),
    errorReporter: reporter ?? errorReporter,
    correlation,
  }
  const app = httpApp(core, { ...deps.settings, ...deps })
  return { app, deps, world, audio: world.audio, core, lines, log, uploads, requests, errorReporter, correlation }
}

/** The house on a free port of the loopback. */
export const onSocket = (
  given: House,
  timeouts: Partial<Timeouts> = {},
  more: { readonly connections?: number } = {},
): Promise<HttpServer> =>
  serve({
    ...more,
    app: given.app,
    host: '127.0.0.1',
    port: 0,
    settings: { publicUrl: PUBLIC_URL },
    log: given.log,
    timeouts,
  })

export type Json = Readonly<Record<string, unknown>>

export const jsonOf = async (response: Response): Promise<Json> => (await response.json()) as Json

/** Does the jobs that wait, so that the mails go out and the mixes are rendered. */
export const work = async ({ world, core }: House): Promise<void> => {
  const done = await world.jobRunner.start(core.worker.performJob).andThen(() => world.jobRunner.drain())
  if (done.isErr()) throw new Error('the jobs cannot be done')
}

/** The newest mail of the kind to the address. */
export const mailFor = async (given: House, email: string, kind: MailKind): Promise<Mail> => {
  await work(given)
  const mail = given.world.mailer.sent().findLast((one) => one.kind === kind && one.to === email)
  if (mail === undefined) throw new Error(`no ${kind} mail for ${email}`)
  return mail
}

/** The key in it. */
export const keyFor = async (given: House, email: string, kind: MailKind = 'activation'): Promise<string> =>
  (await mailFor(given, email, kind)).secret ?? ''

export const post = (app: HttpApp, path: string, fields: object, headers: Readonly<Record<string, string>> = {}) =>
  app.request(path, {
    method: 'POST',
    body: JSON.stringify(fields),
    headers: { 'Content-Type': 'application/json', ...headers },
  })

export const signUp = (given: House, nickname: string, email = `${nickname}@example.org`) =>
  post(given.app, '/user/signup', {
    email,
    nickname,
    instrument: 'Guitar',
    password1: PASSWORD,
    password2: PASSWORD,
  })

/** Signs up, opens the link, logs in; gives what goes into the Authorization header. */
export const member = async (
  given: House,
  nickname: string,
  email = `${nickname}@example.org`,
): Promise<{ Authorization: string }> => {
  await signUp(given, nickname, email)
  const key = await keyFor(given, email)
  await given.app.request(`/user/activate?activation_key=${key}`, { headers: { Accept: 'application/json' } })
  const answer = await post(given.app, '/user/login', { email, password: PASSWORD })
  return { Authorization: `Token ${String((await jsonOf(answer)).token)}` }
}

/** A short recording, never the same for two frequencies. */
export const recording = (hertz = 440): Buffer =>
  Buffer.from(waveFile({ channels: [tone(hertz, 480, 0.5)], sample: 'pcm16' }))

export const trackForm = (fields: Readonly<Record<string, string>>, name: string, bytes: Uint8Array): FormData => {
  const form = new FormData()
  for (const [field, value] of Object.entries(fields)) form.append(field, value)
  form.append(name, new Blob([new Uint8Array(bytes)]), 'sound.wav')
  return form
}

export const SONG = { title: 'Blue', instrument: 'guitar', genre: 'rock' }

export const postTrack = async (given: House, headers: object, fields = SONG, hertz = 440): Promise<Json> => {
  const body = trackForm(fields, 'author_track', recording(hertz))
  return jsonOf(await given.app.request('/post', { method: 'POST', body, headers: { ...headers } }))
}

export const commentTrack = async (
  given: House,
  postId: unknown,
  headers: object,
  instrument = 'bass',
): Promise<Json> => {
  const body = trackForm({ instrument }, 'comment_track', recording(220))
  const path = `/post/${String(postId)}/comments`
  return jsonOf(await given.app.request(path, { method: 'POST', body, headers: { ...headers } }))
}
