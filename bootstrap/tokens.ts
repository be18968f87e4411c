import type { ServiceIdentifier } from 'inversify'
import type { JobRunner } from '#application/shared/jobs.ts'
import type { Options, Ports, Soundhub } from '#application/soundhub.ts'
import type { AudioReadiness } from '#application/track/audio.ts'
import type { Cleanup } from './cleanup.ts'
import type { Log } from './log.ts'
import type { Readiness } from './readiness.ts'
import type { Settings } from './settings.ts'

/** The core's ports, by name; one that is missing here does not compile. */
export const PORTS = Object.keys({
  unitOfWork: 0,
  sessionReader: 0,
  credentials: 0,
  userQueries: 0,
  postQueries: 0,
  commentQueries: 0,
  homeQueries: 0,
  messageQueries: 0,
  searchQueries: 0,
  passwordHasher: 0,
  commonPasswords: 0,
  google: 0,
  facebook: 0,
  rateLimiter: 0,
  mailer: 0,
  audioSniffer: 0,
  audioDecoder: 0,
  audioEncoder: 0,
  imageResizer: 0,
  staging: 0,
  blobs: 0,
  mediaIndex: 0,
  clock: 0,
  chance: 0,
  digest: 0,
  scheduler: 0,
} satisfies Record<keyof Ports, 0>) as readonly (keyof Ports)[]

type Tokens<Held> = { readonly [Name in keyof Held]: ServiceIdentifier<Held[Name]> }

const portTokens = Object.fromEntries(PORTS.map((name) => [name, Symbol(name)])) as Record<keyof Ports, symbol>

/** What the container holds beside the core's ports. */
type HostServices = {
  readonly settings: Settings
  readonly options: Options
  readonly log: Log
  readonly cleanup: Cleanup
  /** Folder for this process's temporary files. */
  readonly temporary: string
  readonly audioReadiness: AudioReadiness
  readonly readiness: Readiness
  readonly jobRunner: JobRunner
  readonly soundhub: Soundhub
}

export type Services = Ports & HostServices

/** One token a service. */
export const TOKENS: Tokens<Services> = {
  ...(portTokens as Tokens<Ports>),
  settings: Symbol('settings'),
  options: Symbol('options'),
  log: Symbol('log'),
  cleanup: Symbol('cleanup'),
  temporary: Symbol('temporary'),
  audioReadiness: Symbol('audioReadiness'),
  readiness: Symbol('readiness'),
  jobRunner: Symbol('jobRunner'),
  soundhub: Symbol('soundhub'),
}
