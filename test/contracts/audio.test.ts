import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as vitest from 'vitest'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { findFfmpeg, type Ffmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { MemoryAudio } from '#adapters/memory/media/memory-audio.ts'
import {
  audioDecoderContract,
  audioEncoderContract,
  audioReadinessContract,
  type AudioSubject,
  type Made,
} from '#adapters/testing/contracts.ts'
import { valueOf } from '#adapters/testing/sound/results.ts'
import { MASTER_FORMAT_FACTS } from '#domain/mix/master-format.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import { encoded, silentMovie } from '#test/audio/encoded.ts'
import { nativeFfmpeg } from '#test/audio/native-ffmpeg.ts'
import { childrenOf } from '#test/audio/processes.ts'

const audioContracts = (
  name: string,
  make: () => Promise<Made<AudioSubject>>,
  options: { readonly formats?: readonly AudioFormat[] } = {},
): void => {
  audioReadinessContract(vitest, make, { name })
  audioDecoderContract(vitest, make, { encode: encoded, silentMovie }, { name, ...options })
  audioEncoderContract(vitest, make, { name })
}

audioContracts(
  'in memory',
  async () => {
    const broken = new MemoryAudio()
    broken.breakDown()
    return {
      subject: {
        audio: new MemoryAudio(),
        broken,
        master: { readAs: () => 'wav', tolerance: 1e-4 },
        fileCount: async () => [],
      },
      close: async () => undefined,
    }
  },
  { formats: ['wav'] },
)

const ffmpegSubject = async (ffmpeg: Ffmpeg): Promise<Made<AudioSubject>> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-attempts-'))
  return {
    subject: {
      audio: new FfmpegAudio(ffmpeg, { folder }),
      broken: new FfmpegAudio({ kind: 'none', cause: 'not looked for' }, { folder }),
      master: { readAs: (format) => MASTER_FORMAT_FACTS[format].readAs, tolerance: 0.02 },
      fileCount: async () => [...(await readdir(folder)), ...childrenOf().map(({ pid }) => `process ${pid}`)],
    },
    close: () => rm(folder, { recursive: true }),
  }
}

audioContracts('ffmpeg as a process', async () => ffmpegSubject(await nativeFfmpeg()))

const findWasm = async (): Promise<Ffmpeg> => {
  const found = valueOf(await findFfmpeg({ searchPath: '', sources: ['@ffmpeg/core'] }))
  // The package is optional for those who install Soundhub, not for those who test it.
  if (found.kind !== 'wasm') throw new Error('@ffmpeg/core is not installed')
  return found
}

let wasm: Promise<Ffmpeg> | undefined

audioContracts('ffmpeg as WebAssembly', async () => ffmpegSubject(await (wasm ??= findWasm())))
