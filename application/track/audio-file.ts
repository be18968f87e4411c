import { err, ok } from 'neverthrow'
import type { BlockStream } from '#domain/sound/block.ts'
import type { Alignment, AudioFormat } from '#domain/track/track.ts'
import type { Outcome } from '../shared/outcome.ts'
import type { AudioDecoder, AudioFault, AudioSniffer, ByteStream } from './audio.ts'

/** A file of somebody's that is not stored here. */
export type AudioFile = {
  /** What it is called in reports and refusals. */
  readonly name: string
  /** Its bytes, from the beginning, each time it is called. */
  readonly read: () => ByteStream
}

/** A file is in no format Soundhub accepts; `known` is what it is, if that can be told. */
export type NotAudio = { readonly type: 'NotAudio'; readonly known?: string }

/** A file cannot be used: its cause is a fault of the decoder, or that it is in no format Soundhub accepts. */
export type FileUnreadable = {
  readonly type: 'FileUnreadable'
  readonly name: string
  readonly cause: AudioFault | NotAudio
}

/** What opening a file needs. */
export type OpenFileDependencies = { readonly audioSniffer: AudioSniffer; readonly audioDecoder: AudioDecoder }

/** A file that can be decoded, as often as wanted. */
export type OpenedFile = {
  readonly format: AudioFormat
  /** Whether the file says how much its encoder put in front. */
  readonly alignment: Alignment
  /** At most so many frames. */
  readonly decode: (maximumFrames?: number) => BlockStream<FileUnreadable>
}

/** The longest file: longer than any session, and still a whole number. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER / 64

const unreadable =
  (name: string) =>
  (cause: FileUnreadable['cause']): FileUnreadable => ({ type: 'FileUnreadable', name, cause })

/** Recognizes a file by its bytes. */
export const openFile = (deps: OpenFileDependencies, { name, read }: AudioFile): Outcome<OpenedFile, FileUnreadable> =>
  deps.audioSniffer
    .sniff(read())
    .mapErr(unreadable(name))
    .andThen((sniffed) => {
      if (sniffed.format === null) {
        return err(unreadable(name)({ type: 'NotAudio', ...(sniffed.name === null ? {} : { known: sniffed.name }) }))
      }
      const { format, alignment } = sniffed
      const decode: OpenedFile['decode'] = async function* (maximumFrames = NO_LIMIT) {
        for await (const block of deps.audioDecoder.decode({ format, bytes: read() }, { maximumFrames }))
          yield block.mapErr(unreadable(name))
      }
      return ok({ format, alignment, decode })
    })
