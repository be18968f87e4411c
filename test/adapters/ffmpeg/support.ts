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

/** What ffmpeg writes in front of the first samples of a stereo NUT: headers, and that of a frame of 1,024. */
const NUT_BEGINNING = [
  '6e75742f6d756c74696d6564696120636f6e7461696e6572004e4d7a561f5f04ad51030181ff7f010182f700c00006000000',
  '000001a00002010128010029000104000a00080104010a00082102018176c00006000000000001060300000104000001b602',
  'fffa02fffb02fffc02fffd3c6af3694e5311405bf2f9db1800010450464420000e82f70000000082f700010245ff03844e49',
  'ab68b596ba78090000000000000000004e49ab68b596ba7821010000000107656e636f646572020e4c6176632070636d5f66',
  '33326c659dd2a6e64e4be4adeeca4569060000000000000300c000',
].join('')

/** Shell that begins to decode: the beginning of a NUT and some frames, and then `then`. */
export const beginsToDecode = (then: string): string => {
  const octal = [...Buffer.from(NUT_BEGINNING, 'hex')].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`)
  return `printf '${octal.join('')}'; head -c 9000 /dev/zero\n${then}`
}
