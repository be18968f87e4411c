import { runToEnd } from './run-to-end.ts'
import type { Ffmpeg } from './find-ffmpeg.ts'

/** Each in the order of preference; one of a row is enough. */
const NEEDED = {
  encoders: [['libmp3lame'], ['libopus'], ['aac'], ['flac'], ['pcm_s24le']],
  decoders: [['mp3float', 'mp3'], ['aac'], ['flac'], ['vorbis', 'libvorbis'], ['opus', 'libopus'], ['alac']],
  muxers: [['fifo'], ['nut']],
} as const

const NAME = /^ [A-Z.d ]{2,6} (\S+)/

const namesIn = (printed: string): ReadonlySet<string> =>
  new Set(printed.split('\n').flatMap((line) => NAME.exec(line)?.[1] ?? []))

/** What an ffmpeg lacks of what Soundhub asks of it, such as `encoder libopus`. The WebAssembly build is known to have it all. */
export const missingCodecs = async (ffmpeg: Ffmpeg): Promise<readonly string[]> => {
  if (ffmpeg.kind !== 'native') return []
  const missing: string[] = []
  for (const [kind, rows] of Object.entries(NEEDED)) {
    const printed = await runToEnd(ffmpeg.path, ['-hide_banner', `-${kind}`], ffmpeg.searchPath)
    const names = namesIn(printed.unwrapOr(''))
    for (const row of rows) if (!row.some((name) => names.has(name))) missing.push(`${kind.slice(0, -1)} ${row[0]}`)
  }
  return missing
}
