import type { AudioFault, Obstacle } from '#application/track/audio.ts'
import type { Log } from './log.ts'
import type { RunFault } from './runner.ts'
import type { HoleTooLong } from './timeline.ts'

const NO_AUDIO_STREAM = /Stream map '0:a:\d+' matches no streams/
const NO_DECODER =
  /Decoder \(codec .*\) not found|Error while opening decoder|Codec not on whitelist|unknown codec|Not yet implemented/
const NO_LAYOUT = /channel layout|Channel layout|channel count|rematrix/

/** More channels than any layout that can be mixed down has. */
const MAX_CHANNELS = 8

/** Whether another of the file's tracks of sound may be decodable. */
export const hasAnotherTrack = (log: Log, stream: number): boolean => stream + 1 < log.streams.length

const obstacleIn = (log: Log, stream: number): Obstacle | null => {
  const heard = log.streams[stream]
  if (heard === undefined) return null
  const { channels, codec } = heard
  if (channels !== null && (channels > MAX_CHANNELS || NO_LAYOUT.test(log.complaints)))
    return { type: 'Channels', channels }
  return NO_DECODER.test(log.complaints) ? { type: 'Codec', codec } : null
}

/** How it ended, and what it complained of; the rest of what it says is only information. */
const causeOf = (cause: string, { complaints }: Log): string =>
  complaints === '' ? cause : `${cause.split(':', 1)[0]}: ${complaints}`

/** A failed decode is the file's fault: the bytes are untrusted, and a retry would fail the same way. */
export const decodingFault = (fault: RunFault | HoleTooLong, log: Log, stream: number): AudioFault => {
  switch (fault.type) {
    case 'NotStarted':
      return { type: 'AudioUnavailable', cause: fault.cause }
    case 'TimedOut':
      return { type: 'AudioUndecodable', cause: `not decoded within ${fault.milliseconds} ms` }
    case 'HoleTooLong': {
      const { seconds } = fault
      return { type: 'AudioUndecodable', cause: `a hole of ${seconds} s`, obstacle: { type: 'Hole', seconds } }
    }
    case 'Failed': {
      if (NO_AUDIO_STREAM.test(fault.cause) && log.streams.length === 0) return { type: 'AudioMissing' }
      const obstacle = obstacleIn(log, stream)
      return { type: 'AudioUndecodable', cause: causeOf(fault.cause, log), ...(obstacle === null ? {} : { obstacle }) }
    }
    case 'Unavailable':
      return fault
  }
}

/** ffmpeg ended well and gave nothing, though the file says that it lasts: it has a codec that is beyond this ffmpeg. */
export const nothingDecoded = (log: Log, stream: number): AudioFault | null => {
  const codec = log.streams[stream]?.codec
  if (!log.lasts || codec === undefined) return null
  return { type: 'AudioUndecodable', cause: `nothing decoded: ${log.complaints}`, obstacle: { type: 'Codec', codec } }
}
