import { err, ok, ResultAsync, type Result } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import type {
  AudioDecoder,
  AudioEncoder,
  AudioFault,
  AudioReadiness,
  AudioSniffer,
  ByteStream,
  EncodedAudio,
  MasterRequest,
  Sniffed,
} from '#application/track/audio.ts'
import { MASTER_FORMAT_FACTS } from '#domain/mix/master-format.ts'
import type { BlockStream, StereoBlock } from '#domain/sound/block.ts'
import type { AudioFormat } from '#domain/track/track.ts'
import { charactersOf, gathered } from './bytes.ts'
import { readWave, toStereo, writeWave } from './memory-wave.ts'

type NoAudio = Extract<AudioFault, { type: 'AudioUnavailable' }>

const BLOCK_SAMPLES = 2 * 4096

/** Longest signature below: `RIFF`, a size, `WAVE`. */
const SIGNATURE_BYTES = 12

const formatOf = (head: Uint8Array): AudioFormat | null => {
  if (head.length < SIGNATURE_BYTES) return null
  const signature = charactersOf(head.subarray(0, SIGNATURE_BYTES))
  if (signature.startsWith('RIFF') && signature.slice(8) === 'WAVE') return 'wav'
  if (signature.startsWith('ID3') || signature.startsWith('\u00FF\u00FB')) return 'mp3'
  if (signature.startsWith('fLaC')) return 'flac'
  return null
}

/**
 * Audio without ffmpeg, for property tests and for hosts that use WAV only. Decodes WAV, whatever it is called, at 48 kHz with one or two channels
 * of 16 or 24 bit or 32-bit float; everything else is `AudioUndecodable`. Encodes a WAV in place of every format, so that
 * a test can compare samples: of 24 bit where the format is without loss, else of float. It has no tags. Holds whole files
 * in memory.
 */
export class MemoryAudio implements AudioSniffer, AudioDecoder, AudioEncoder, AudioReadiness {
  #outage: NoAudio | null = null

  get audio(): Result<string, NoAudio> {
    return this.#outage === null ? ok('memory (WAV only)') : err(this.#outage)
  }

  /** Makes decoding and encoding fail, as on a machine without ffmpeg. */
  breakDown(): void {
    this.#outage = { type: 'AudioUnavailable', cause: 'broken down by hand' }
  }

  repair(): void {
    this.#outage = null
  }

  sniff(bytes: ByteStream): ResultAsync<Sniffed, Unavailable> {
    return new ResultAsync(gathered(bytes, SIGNATURE_BYTES)).map((head) => {
      const format = formatOf(head)
      return format === null ? { format, name: null } : { format, alignment: 'exact' }
    })
  }

  async *decode(audio: EncodedAudio, { maximumFrames }: { readonly maximumFrames: number }): BlockStream<AudioFault> {
    if (this.#outage !== null) {
      yield err(this.#outage)
      return
    }
    const file = await gathered(audio.bytes)
    const wave = file.andThen(readWave)
    if (wave.isErr()) {
      yield err(wave.error)
      return
    }
    const samples = toStereo(wave.value).subarray(0, 2 * maximumFrames)
    for (let at = 0; at < samples.length; at += BLOCK_SAMPLES) yield ok(samples.slice(at, at + BLOCK_SAMPLES))
  }

  async *encode<Fault>(blocks: BlockStream<Fault>, { format }: MasterRequest): ByteStream<AudioFault | Fault> {
    if (this.#outage !== null) {
      yield err(this.#outage)
      return
    }
    const all: StereoBlock[] = []
    for await (const block of blocks) {
      if (block.isErr()) {
        yield err(block.error)
        return
      }
      all.push(block.value.slice())
    }
    yield ok(writeWave(all, MASTER_FORMAT_FACTS[format].isLossless ? 24 : 32))
  }
}
