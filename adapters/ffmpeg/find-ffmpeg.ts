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
  /** Where it was found: `FFMPEG_PATH`, `ffmpeg-static`, `PATH`. */
  readonly source: string
  readonly guards: Guards
  /** The directories programs are looked for in, all the environment ffmpeg is given. */
  readonly searchPath: string
}

export type WasmFfmpeg = {
  readonly kind: 'wasm'
  readonly version: string
  readonly source: string
  readonly core: CompiledCore
}

/** What decodes and encodes on this machine. */
export type Ffmpeg = NativeFfmpeg | WasmFfmpeg | { readonly kind: 'none'; readonly cause: string }

/** The one ffmpeg that was named does not run: to go on with another would not be what was asked. */
export type FfmpegPathBroken = { readonly type: 'FfmpegPathBroken'; readonly path: string; readonly cause: string }

const VERSION = /^ffmpeg version (\S+)/

/** For the start log: `ffmpeg 5.1.9 (PATH)`, `ffmpeg 5.1.4 WebAssembly (@ffmpeg/core)`, `no ffmpeg (…)`. */
export const describeFfmpeg = (ffmpeg: Ffmpeg): string => {
  if (ffmpeg.kind === 'none') return `no ffmpeg (${ffmpeg.cause})`
  // Distributions hang their own revision on it: 5.1.9-0+deb12u1.
  const version = /^\d+(\.\d+)+/.exec(ffmpeg.version)?.[0] ?? ffmpeg.version
  return `ffmpeg ${version}${ffmpeg.kind === 'wasm' ? ' WebAssembly' : ''} (${ffmpeg.source})`
}

const SOURCES = ['ffmpeg-static', 'PATH', '@ffmpeg/core'] as const

type Source = (typeof SOURCES)[number]

type Where = {
  /** The environment's PATH. */
  readonly searchPath: string
  /** Finds npm packages; from here, if not said otherwise. */
  readonly packages?: NodeJS.Require
}

/**
 * Looks for ffmpeg: the path that was named, `ffmpeg-static` where npm really got its binary, `ffmpeg` on the path,
 * `@ffmpeg/core`. What is found has been run once.
 */
export const findFfmpeg = async ({
  named,
  sources = SOURCES,
  searchPath,
  packages = createRequire(import.meta.url),
}: Where & {
  /** The setting FFMPEG_PATH. */
  readonly named?: string | undefined
  /** Asked in this order. */
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

type SearchResults<Kind> = Promise<Result<Kind, string>>

const tryNative = async (path: string, source: string, searchPath: string): SearchResults<NativeFfmpeg> => {
  const said = await runToEnd(path, ['-version'], searchPath)
  if (said.isErr()) return err(said.error)
  const version = VERSION.exec(said.value)?.[1]
  if (version === undefined) return err(`${path} -version does not answer as ffmpeg does`)
  return ok({ kind: 'native', path, version, source, guards: await findGuards(searchPath), searchPath })
}

/** With install scripts off, or its host out of reach, the package names a file that is not there. */
const findStatic = async ({ packages, searchPath }: Required<Where>): SearchResults<NativeFfmpeg> => {
  try {
    const path: unknown = packages('ffmpeg-static')
    if (typeof path !== 'string') return err('no binary for this machine')
    return await tryNative(path, 'ffmpeg-static', searchPath)
  } catch {
    return err('not installed')
  }
}

const findOnPath = async ({ searchPath }: Required<Where>): SearchResults<NativeFfmpeg> => {
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg'
  // An empty entry means the working directory, which is nobody's place for programs.
  for (const directory of searchPath.split(delimiter).filter((entry) => entry !== '')) {
    const path = resolve(join(directory, name))
    const isThere = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (isThere) return await tryNative(path, 'PATH', searchPath)
  }
  return err('not found')
}

const findCore = async ({ packages }: Required<Where>): SearchResults<WasmFfmpeg> => {
  const core = await compileCore(packages)
  if (core.isErr()) return err(core.error)
  const said = await coreVersion(core.value)
  if (said.isErr()) return err(said.error)
  const version = VERSION.exec(said.value)?.[1]
  if (version === undefined) return err('it does not tell its version')
  return ok({ kind: 'wasm', version, source: '@ffmpeg/core', core: core.value })
}

const FINDERS: Readonly<Record<Source, (where: Required<Where>) => SearchResults<NativeFfmpeg | WasmFfmpeg>>> = {
  'ffmpeg-static': findStatic,
  PATH: findOnPath,
  '@ffmpeg/core': findCore,
}
