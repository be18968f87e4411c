import { access, constants } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { delimiter, join, resolve } from 'node:path'
import { err, ok, type Result } from 'neverthrow'
import { findGuards, type Guards } from './guards.ts'
import { runToEnd } from './run-to-end.ts'
import { compileCore, coreVersion, type CompiledCore } from './wasm-core.ts'

export type NativeFfmpeg = {
  readonly kind: 'native'
  readonly path: string
  readonly version: string
  /** How it was found: `FFMPEG_PATH`, `ffmpeg-static` or `PATH`. */
  readonly source: string
  readonly guards: Guards
  /** PATH, the only environment variable that ffmpeg gets. */
  readonly searchPath: string
}

export type WasmFfmpeg = {
  readonly kind: 'wasm'
  readonly version: string
  readonly source: string
  readonly core: CompiledCore
}

/** The ffmpeg of this machine, if there is one. */
export type Ffmpeg = NativeFfmpeg | WasmFfmpeg | { readonly kind: 'none'; readonly cause: string }

/** The configured ffmpeg does not run. There is no fallback, because the operator asked for this one. */
export type FfmpegPathBroken = { readonly type: 'FfmpegPathBroken'; readonly path: string; readonly cause: string }

const VERSION = /^ffmpeg version (\S+)/

/** For the log at startup: `ffmpeg 5.1.9 (PATH)`, `ffmpeg 5.1.4 WebAssembly (@ffmpeg/core)`, `no ffmpeg (…)`. */
export const describeFfmpeg = (ffmpeg: Ffmpeg): string => {
  if (ffmpeg.kind === 'none') return `no ffmpeg (${ffmpeg.cause})`
  // Distributions append their own revision: 5.1.9-0+deb12u1.
  const version = /^\d+(\.\d+)+/.exec(ffmpeg.version)?.[0] ?? ffmpeg.version
  return `ffmpeg ${version}${ffmpeg.kind === 'wasm' ? ' WebAssembly' : ''} (${ffmpeg.source})`
}

const SOURCES = ['ffmpeg-static', 'PATH', '@ffmpeg/core'] as const

type Source = (typeof SOURCES)[number]

type Where = {
  /** The environment's PATH. */
  readonly searchPath: string
  /** Resolves npm packages; relative to this file by default. */
  readonly packages?: NodeJS.Require
}

/**
 * Finds ffmpeg: the configured path, else `ffmpeg-static` if npm downloaded its binary, else `ffmpeg` on PATH, else
 * `@ffmpeg/core`. The result has been run once.
 */
export const findFfmpeg = async ({
  named,
  sources = SOURCES,
  searchPath,
  packages = createRequire(import.meta.url),
}: Where & {
  /** The setting FFMPEG_PATH. */
  readonly named?: string | undefined
  /** Tried in this order. */
  readonly sources?: readonly Source[]
}): Promise<Result<Ffmpeg, FfmpegPathBroken>> => {
  if (named !== undefined) {
    const found = await tryNative(resolve(named), 'FFMPEG_PATH', searchPath)
    return found.mapErr((cause) => ({ type: 'FfmpegPathBroken', path: named, cause }))
  }
  const causes: string[] = []
  for (const source of sources) {
    const found = await FINDERS[source]({ searchPath, packages })
    if (found.isOk()) return ok(found.value)
    causes.push(`${source}: ${found.error}`)
  }
  return ok({ kind: 'none', cause: causes.join('; ') })
}

type Finding<Kind> = Promise<Result<Kind, string>>

const tryNative = async (path: string, source: string, searchPath: string): Finding<NativeFfmpeg> => {
  const output = await runToEnd(path, ['-version'], searchPath)
  if (output.isErr()) return err(output.error)
  const version = VERSION.exec(output.value)?.[1]
  if (version === undefined) return err(`${path} -version does not print an ffmpeg version`)
  return ok({ kind: 'native', path, version, source, guards: await findGuards(searchPath), searchPath })
}

/** The package may name a file that does not exist: if install scripts are off, or the download failed. */
const findStatic = async ({ packages, searchPath }: Required<Where>): Finding<NativeFfmpeg> => {
  try {
    const path: unknown = packages('ffmpeg-static')
    if (typeof path !== 'string') return err('no binary for this machine')
    return await tryNative(path, 'ffmpeg-static', searchPath)
  } catch {
    return err('not installed')
  }
}

const findOnPath = async ({ searchPath }: Required<Where>): Finding<NativeFfmpeg> => {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'
  // An empty entry means the working directory; no program should be run from there.
  for (const directory of searchPath.split(delimiter).filter((entry) => entry !== '')) {
    const path = resolve(join(directory, name))
    const isExecutable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isExecutable) return await tryNative(path, 'PATH', searchPath)
  }
  return err('not found')
}

const findCore = async ({ packages }: Required<Where>): Finding<WasmFfmpeg> => {
  const core = await compileCore(packages)
  if (core.isErr()) return err(core.error)
  const output = await coreVersion(core.value)
  if (output.isErr()) return err(output.error)
  const version = VERSION.exec(output.value)?.[1]
  if (version === undefined) return err('it does not print its version')
  return ok({ kind: 'wasm', version, source: '@ffmpeg/core', core: core.value })
}

const FINDERS: Readonly<Record<Source, (where: Required<Where>) => Finding<NativeFfmpeg | WasmFfmpeg>>> = {
  'ffmpeg-static': findStatic,
  PATH: findOnPath,
  '@ffmpeg/core': findCore,
}
