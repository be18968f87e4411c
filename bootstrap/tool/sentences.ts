import type { NothingHeard } from '#application/mix/mix-files.ts'
import type { AudioFault } from '#application/track/audio.ts'
import type { FileUnreadable } from '#application/track/audio-file.ts'

/** Lines of ffmpeg's: the last one says what went wrong. */
const lastLine = (cause: string): string => cause.trim().split('\n').at(-1) ?? ''

const unreadable = ({ name, cause }: FileUnreadable): string => {
  switch (cause.type) {
    case 'NotAudio':
      return cause.known === undefined
        ? `${name} is no audio file that Soundhub takes.`
        : `${name} is ${cause.known}, which is not taken.`
    case 'AudioMissing':
      return `${name} has no sound in it.`
    case 'AudioUndecodable':
      return `${name} cannot be decoded: ${lastLine(cause.cause)}`
    case 'AudioUnavailable':
      return `${name} cannot be decoded here: ${lastLine(cause.cause)}`
    case 'Unavailable':
      return `${name} cannot be read: ${String(cause.cause)}`
  }
}

/** A sentence for whoever called the command. */
export const sentenceOf = (fault: FileUnreadable | NothingHeard | AudioFault): string => {
  switch (fault.type) {
    case 'FileUnreadable':
      return unreadable(fault)
    case 'NothingHeard':
      return 'Nothing is heard in this mix: every file is muted, empty, or over before the mix begins.'
    case 'AudioMissing':
      return 'There is no sound.'
    case 'AudioUndecodable':
    case 'AudioUnavailable':
      return `The mix cannot be encoded: ${lastLine(fault.cause)}`
    case 'Unavailable':
      return `Scratch files cannot be written or read: ${String(fault.cause)}`
  }
}
