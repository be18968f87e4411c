import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { AudioFormat } from '#domain/track/track.ts'
import { nativeFfmpeg } from './native-ffmpeg.ts'

const run = promisify(execFile)

/** Codec and name of the file by format; `ogg` is Vorbis, Opus in Ogg is `opus`. No ffmpeg of ours writes AMR. */
const ENCODING = {
  mp3: ['-c:a', 'libmp3lame', '-b:a', '192k', 'out.mp3'],
  aac: ['-c:a', 'aac', '-b:a', '160k', 'out.aac'],
  m4a: ['-c:a', 'aac', '-b:a', '160k', 'out.m4a'],
  mp2: ['-c:a', 'mp2', '-b:a', '256k', 'out.mp2'],
  mov: ['-c:a', 'aac', '-b:a', '160k', 'out.mov'],
  wav: ['-c:a', 'pcm_s16le', 'out.wav'],
  aiff: ['-c:a', 'pcm_s24be', 'out.aiff'],
  caf: ['-c:a', 'pcm_s24le', 'out.caf'],
  wv: ['-c:a', 'wavpack', 'out.wv'],
  mka: ['-c:a', 'flac', 'out.mka'],
  flac: ['-c:a', 'flac', 'out.flac'],
  ogg: ['-c:a', 'libvorbis', '-q:a', '6', 'out.ogg'],
  opus: ['-c:a', 'libopus', '-b:a', '128k', 'out.opus'],
  webm: ['-c:a', 'libopus', '-b:a', '128k', 'out.webm'],
} as const satisfies Record<Exclude<AudioFormat, 'amr'> | 'opus', readonly string[]>

/** What was made already, by what it was made from: to load ffmpeg takes a third of a second of processor. */
const made = new Map<string, Promise<Buffer>>()

/** What ffmpeg makes of arguments whose last names a file; `input.wav` is the wave given. */
export const madeByFfmpeg = async (wave: Uint8Array, commandArguments: readonly string[]): Promise<Buffer> => {
  const from = [createHash('sha256').update(wave).digest('hex'), ...commandArguments].join(' ')
  const file = made.get(from) ?? make(wave, commandArguments)
  made.set(from, file)
  // A copy, because tests damage what they get.
  return Buffer.from(await file)
}

const make = async (wave: Uint8Array, commandArguments: readonly string[]): Promise<Buffer> => {
  const { path } = await nativeFfmpeg()
  const directory = await mkdtemp(join(tmpdir(), 'soundhub-sound-'))
  try {
    await writeFile(join(directory, 'input.wav'), wave)
    await run(path, ['-nostdin', '-v', 'error', '-y', ...commandArguments], { cwd: directory })
    return await readFile(join(directory, commandArguments.at(-1) ?? ''))
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** The wave as a file of the format. */
export const encoded = (wave: Uint8Array, format: keyof typeof ENCODING): Promise<Buffer> =>
  madeByFfmpeg(wave, ['-i', 'input.wav', ...ENCODING[format]])

/** An MP4 in which there is a picture and no sound. */
export const silentMovie = (): Promise<Buffer> =>
  madeByFfmpeg(new Uint8Array(), ['-f', 'lavfi', '-i', 'color=s=64x64:d=0.2', '-c:v', 'mpeg4', 'out.mp4'])
