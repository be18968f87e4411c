import { createRequire } from 'node:module'
import { findFfmpeg, type NativeFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'

/** Built in 2018, at npm for every machine: old, but it encodes what a test needs. */
const ofLastResort = (): string =>
  (createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { readonly path: string }).path

const find = async (): Promise<NativeFfmpeg> => {
  const searchPath = process.env['PATH'] ?? ''
  const named = process.env['FFMPEG_PATH']
  const tries = [
    ...(named === undefined ? [{ searchPath, sources: ['ffmpeg-static', 'PATH'] as const }] : []),
    { searchPath, named: named ?? ofLastResort() },
  ]
  for (const where of tries) {
    const found = await findFfmpeg(where)
    if (found.isErr()) throw new Error(`${found.error.path} does not run: ${found.error.cause}`)
    if (found.value.kind === 'native') return found.value
  }
  throw new Error('no ffmpeg for the tests, not even the one of npm')
}

let found: Promise<NativeFfmpeg> | undefined

/** The ffmpeg of this machine, or else the one npm brought; a suite that needs one fails where there is none. */
export const nativeFfmpeg = (): Promise<NativeFfmpeg> => (found ??= find())
