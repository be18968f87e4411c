import * as vitest from 'vitest'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import { MemoryAudio } from '#adapters/memory/media/memory-audio.ts'
import { audioSnifferContract, type SoundFileKind } from '#adapters/testing/contracts.ts'
import { tone } from '#adapters/testing/sound/tone.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { AUDIO_FORMATS, type AudioFormat } from '#domain/track/track.ts'
import { encoded } from '#test/audio/encoded.ts'
import { strangers } from '#test/audio/strangers.ts'

const shown = (...kinds: readonly (readonly [SoundFileKind, AudioFormat])[]) => ({
  encode: encoded,
  kinds,
  strangers: strangers(waveFile({ channels: [tone(440, 24_000, 0.5)] })),
})

audioSnifferContract(
  vitest,
  async () => ({ subject: new MemoryAudio(), close: async () => undefined }),
  shown(['wav', 'wav'], ['mp3', 'mp3'], ['flac', 'flac']),
  { name: 'in memory' },
)

audioSnifferContract(
  vitest,
  async () => ({ subject: new FileTypeAudioSniffer(), close: async () => undefined }),
  shown(...AUDIO_FORMATS.flatMap((format) => (format === 'amr' ? [] : [[format, format] as const])), ['opus', 'ogg']),
  { name: 'file-type' },
)
