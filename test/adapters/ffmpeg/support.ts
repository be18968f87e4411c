import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { findFfmpeg, type Ffmpeg, type NativeFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'

/** The environment's own, for tools that a fake ffmpeg calls. */
export const SEARCH_PATH = process.env['PATH'] ?? ''

/** A folder that goes with its test. */
export const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-ffmpeg-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Files and folders in a folder, at any depth. */
export const namesBelow = (folder: string): Promise<string[]> => readdir(folder, { recursive: true })

/** A program that answers `-version` as ffmpeg does, and for the rest does what the shell script says. */
export const fakeFfmpeg = async (script: string, version = '9.9.9'): Promise<string> => {
  const path = join(await newFolder(), 'ffmpeg')
  await writeFile(
    path,
    `#!/bin/sh\n[ "$1" = -version ] && { echo 'ffmpeg version ${version} of a test'; exit 0; }\n${script}\n`,
  )
  await chmod(path, 0o755)
  return path
}

/** The same as it is found by its path. */
export const foundFake = async (script: string, searchPath = SEARCH_PATH): Promise<NativeFfmpeg> => {
  const found = valueOf(await findFfmpeg({ named: await fakeFfmpeg(script), searchPath }))
  if (found.kind !== 'native') throw new Error('a path that was named is a program')
  return found
}

/** Both kinds of ffmpeg, by name. */
export const KINDS: Readonly<Record<string, () => Promise<Ffmpeg>>> = {
  'as a process': nativeFfmpeg,
  'as WebAssembly': async () => valueOf(await findFfmpeg({ searchPath: '', sources: ['@ffmpeg/core'] })),
}

/** Shell that begins to decode: the header of a stereo float WAV and some frames, and then `then`. */
export const beginsToDecode = (then: string): string => {
  const header = String.raw`RIFF0000WAVEfmt \020\0\0\0\003\0\002\0\200\273\0\0\0\334\005\0\010\0\040\0data0000`
  return `printf '${header}'; head -c 4000 /dev/zero\n${then}`
}
