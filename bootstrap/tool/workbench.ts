import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import type { MixFilesDependencies } from '#application/mix/mix-files.ts'
import { MINUTE } from '#domain/shared/instant.ts'
import { failed } from './ending.ts'

/** Long, because a file on a command line may be a concert. */
const AUDIO_TIMEOUT = 60 * MINUTE

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Files and folders that go when the process ends early. */
const temporary = new Set<string>()

for (const signal of SIGNALS) {
  process.once(signal, () => {
    for (const path of temporary) rmSync(path, { recursive: true, force: true })
    process.exit(128 + constants.signals[signal])
  })
}

/** Runs work that writes to this path, which is gone when the work has ended, failed or been interrupted. */
export const withTemporary = async <Value>(path: string, work: () => Promise<Value>): Promise<Value> => {
  temporary.add(path)
  try {
    return await work()
  } finally {
    await rm(path, { recursive: true, force: true })
    temporary.delete(path)
  }
}

/** Runs work with ffmpeg and scratch space in the temporary folder of the system. */
export const withWorkbench = async <Value>(work: (bench: MixFilesDependencies) => Promise<Value>): Promise<Value> => {
  const named = process.env['FFMPEG_PATH'] ?? ''
  const found = await findFfmpeg({ named: named === '' ? undefined : named, searchPath: process.env['PATH'] ?? '' })
  if (found.isErr()) throw failed(`FFMPEG_PATH names no working ffmpeg: ${found.error.path}`)
  if (found.value.kind === 'none')
    throw failed('There is no ffmpeg. Install it, name it by FFMPEG_PATH, or: npm install @ffmpeg/core')
  const ffmpeg = found.value
  const scratch = await mkdtemp(join(tmpdir(), 'soundhub-tool-'))
  return withTemporary(scratch, () => {
    const audio = new FfmpegAudio(ffmpeg, { folder: join(scratch, 'audio'), milliseconds: AUDIO_TIMEOUT })
    const staging = new FileSystemStaging(join(scratch, 'files'))
    return work({ audioSniffer: new FileTypeAudioSniffer(), audioDecoder: audio, audioEncoder: audio, staging })
  })
}
