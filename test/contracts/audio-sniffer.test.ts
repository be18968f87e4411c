import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import { MemoryAudio } from '#adapters/memory/media/memory-audio.ts'
import { AUDIO_FORMATS } from '#domain/track/track.ts'
import { audioSnifferContract } from '#adapters/testing/contracts/track/audio-sniffer-contract.ts'

audioSnifferContract('in memory', () => new MemoryAudio(), [
  ['wav', 'wav'],
  ['mp3', 'mp3'],
  ['flac', 'flac'],
])

audioSnifferContract('file-type', () => new FileTypeAudioSniffer(), [
  ...AUDIO_FORMATS.map((format) => [format, format] as const),
  ['opus', 'ogg'],
])
