import { err, safeTry } from 'neverthrow'
import { CHANNELS } from '#domain/sound/block.ts'
import { checkRecording, maximumFrames, type Recording, type TrackRefusal } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { AudioDecoder, AudioFault, AudioSniffer, Obstacle } from './audio.ts'
import type { StagedFile, Staging } from './staging-and-blob-store.ts'

/** The file is not in a format Soundhub accepts. What it is, by name (`WMA`), if that is known. */
export type TrackUnsupported = { readonly type: 'TrackUnsupported'; readonly name: string | null }
/** The file cannot be decoded: it is damaged, unless something else is known to be in the way. */
export type TrackUndecodable = { readonly type: 'TrackUndecodable'; readonly obstacle?: Obstacle }
/** There is no decoder on this machine. */
export type AudioUnavailable = Extract<AudioFault, { type: 'AudioUnavailable' }>

/** Why an upload is refused. */
export type UploadRefusal = TrackRefusal | TrackUnsupported | TrackUndecodable | AudioUnavailable

/** What inspecting an upload needs. */
export type InspectUploadDependencies = {
  readonly staging: Staging
  readonly audioSniffer: AudioSniffer
  readonly audioDecoder: AudioDecoder
  readonly maximumTrackMinutes: number
}

const refusalOf = (fault: Exclude<AudioFault, { type: 'Unavailable' }>): UploadRefusal => {
  switch (fault.type) {
    case 'AudioMissing':
      return { type: 'TrackWithoutAudio' }
    case 'AudioUndecodable':
      return fault.obstacle === undefined
        ? { type: 'TrackUndecodable' }
        : { type: 'TrackUndecodable', obstacle: fault.obstacle }
    case 'AudioUnavailable':
      return fault
  }
}

/**
 * Decodes the whole upload once, so that whatever is accepted can be mixed later and its length is known to the frame.
 */
export const inspectUpload = (deps: InspectUploadDependencies, file: StagedFile): Outcome<Recording, UploadRefusal> =>
  safeTry(async function* () {
    if (file.bytes === 0) return err({ type: 'TrackEmpty' } as const)
    const sniffed = yield* deps.audioSniffer.sniff(deps.staging.read(file))
    if (sniffed.format === null) return err({ type: 'TrackUnsupported', name: sniffed.name } as const)
    const { format } = sniffed
    const audio = { format, bytes: deps.staging.read(file) }
    const oneTooMany = maximumFrames(deps.maximumTrackMinutes) + 1
    let samples = 0
    for await (const block of deps.audioDecoder.decode(audio, { maximumFrames: oneTooMany })) {
      if (block.isErr()) return err(block.error.type === 'Unavailable' ? block.error : refusalOf(block.error))
      samples += block.value.length
    }
    const { bytes, sha256 } = file
    return checkRecording({ format, bytes, sha256, frames: samples / CHANNELS }, deps.maximumTrackMinutes)
  })
