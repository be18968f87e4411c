import { join } from 'node:path'
import { ContainerModule, type ServiceIdentifier } from 'inversify'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import { findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { MINUTE } from '#domain/shared/instant.ts'
import { CannotStart } from './cannot-start.ts'
import type { Log } from './log.ts'
import type { Settings } from './settings.ts'
import { TOKENS } from './tokens.ts'

/** Long, because the decoder of a stem runs as long as the whole mix. */
const AUDIO_TIMEOUT = 5 * MINUTE

/** Its adapter, for whoever needs more than the ports. */
export const FFMPEG: ServiceIdentifier<FfmpegAudio> = Symbol('ffmpeg')

const openFfmpeg = async (settings: Settings, temporary: string, log: Log): Promise<FfmpegAudio> => {
  const found = await findFfmpeg({ named: settings.FFMPEG_PATH, searchPath: process.env['PATH'] ?? '' })
  if (found.isErr()) {
    throw new CannotStart([`FFMPEG_PATH: the path of a working ffmpeg; given: ${JSON.stringify(found.error.path)}`])
  }
  const audio = new FfmpegAudio(found.value, { folder: join(temporary, 'audio'), milliseconds: AUDIO_TIMEOUT })
  audio.audio.match(
    (description) => log.info({ audio: description }, 'audio available'),
    ({ cause }) => log.warn({ cause }, 'audio unavailable: uploads are answered with 503'),
  )
  return audio
}

/** Audio with ffmpeg, native or WebAssembly. */
export const audioModule = new ContainerModule(({ bind }) => {
  bind(FFMPEG).toResolvedValue(openFfmpeg, [TOKENS.settings, TOKENS.temporary, TOKENS.log])
  bind(TOKENS.audioDecoder).toService(FFMPEG)
  bind(TOKENS.audioEncoder).toService(FFMPEG)
  bind(TOKENS.audioReadiness).toService(FFMPEG)
})
