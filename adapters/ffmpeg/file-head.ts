import { type FileHandle, open } from 'node:fs/promises'
import { okAsync, ResultAsync } from 'neverthrow'
import type { Unavailable } from '#application/shared/outcome.ts'
import { readMatroska } from '#domain/track/matroska.ts'
import { BOX_HEADER_BYTES, type MovieSound, readBoxHeader, readMovie } from '#domain/track/movie.ts'
import { findMpegAudio } from '#domain/track/mpeg-audio.ts'
import { ASSUMED_PRIMING, type AudioFormat } from '#domain/track/track.ts'
import { filesUnavailable } from './attempt.ts'

/** What ffmpeg does not do by itself for a track of sound. */
export type StreamHead = Pick<MovieSound, 'beginsWithSilence'> & {
  /** Samples to leave out at the beginning, at the rate of the file. */
  readonly trim: number
}

export type FileHead = {
  /** Bytes in front of the first frame of MPEG audio. */
  readonly skipBytes: number
  /** Channels, if they are known; only a WAV is asked, because its mask may call them anything. */
  readonly channels: number | null
  /** By the number of the track; a track that is not there has nothing to be done for. */
  readonly streams: readonly StreamHead[]
}

const NOTHING: FileHead = { skipBytes: 0, channels: null, streams: [] }

/** More than any movie's index has. */
const MAX_MOOV_BYTES = 16 * 1024 * 1024
/** The first frame of MPEG audio begins in here, behind its tags. */
const SEARCHED_BYTES = 128 * 1024
const MAX_TAGS = 8
const ID3_HEADER_BYTES = 10

const readAt = async (file: FileHandle, at: number, length: number): Promise<Buffer> => {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, at)
  return buffer.subarray(0, bytesRead)
}

const behindTags = async (file: FileHandle): Promise<number> => {
  let at = 0
  for (let tags = 0; tags < MAX_TAGS; tags++) {
    const head = await readAt(file, at, ID3_HEADER_BYTES)
    if (head.length < ID3_HEADER_BYTES || head.toString('latin1', 0, 3) !== 'ID3') break
    const size = head.subarray(6, 10).reduce((sum, seven) => sum * 128 + (seven & 0x7f), 0)
    at += ID3_HEADER_BYTES + size + (head[5]! & 0x10 ? ID3_HEADER_BYTES : 0)
  }
  return at
}

const mpegHead = async (file: FileHandle): Promise<FileHead> => {
  const start = await behindTags(file)
  const searched = await readAt(file, start, SEARCHED_BYTES)
  const found = findMpegAudio(searched, { isWhole: searched.length < SEARCHED_BYTES })
  if (found === null) return NOTHING
  const trim = found.namesDelay ? 0 : ASSUMED_PRIMING[found.format]
  return { ...NOTHING, skipBytes: start + found.offset, streams: [{ trim, beginsWithSilence: false }] }
}

const movieHead = async (file: FileHandle): Promise<FileHead> => {
  const { size: fileBytes } = await file.stat()
  for (let at = 0; at < fileBytes;) {
    const box = readBoxHeader(await readAt(file, at, BOX_HEADER_BYTES))
    if (box === null || box.size === 0) break
    if (box.type === 'moov' && box.size <= MAX_MOOV_BYTES) {
      const sounds = readMovie(await readAt(file, at + box.header, box.size - box.header))
      return {
        ...NOTHING,
        streams: sounds.map((sound) => ({ trim: trimOf(sound), beginsWithSilence: sound.beginsWithSilence })),
      }
    }
    at += box.size
  }
  return NOTHING
}

const trimOf = ({ namesDelay, isAac, preSkip }: MovieSound): number =>
  namesDelay ? 0 : isAac ? ASSUMED_PRIMING.aac : preSkip

const matroskaHead = async (file: FileHandle): Promise<FileHead> => {
  const sounds = readMatroska(await readAt(file, 0, SEARCHED_BYTES))
  return { ...NOTHING, streams: sounds.map(({ priming }) => ({ trim: priming, beginsWithSilence: false })) }
}

/** `fmt ` stands among the first chunks of a WAV (RIFF, RF64, BW64; RIFX in the other byte order). */
const waveHead = async (file: FileHandle): Promise<FileHead> => {
  const head = await readAt(file, 0, SEARCHED_BYTES)
  const isBig = head.toString('latin1', 0, 4) === 'RIFX'
  for (let at = 12; at + 12 <= head.length;) {
    if (head.toString('latin1', at, at + 4) === 'fmt ') {
      const channels = isBig ? head.readUInt16BE(at + 10) : head.readUInt16LE(at + 10)
      return { ...NOTHING, channels }
    }
    const size = isBig ? head.readUInt32BE(at + 4) : head.readUInt32LE(at + 4)
    at += 8 + size + (size % 2)
  }
  return NOTHING
}

const READERS: Partial<Record<AudioFormat, (file: FileHandle) => Promise<FileHead>>> = {
  mp3: mpegHead,
  mp2: mpegHead,
  aac: mpegHead,
  m4a: movieHead,
  mov: movieHead,
  wav: waveHead,
  webm: matroskaHead,
  mka: matroskaHead,
}

/** Reads what the decoder has to know of the staged file beforehand. */
export const readFileHead = (path: string, format: AudioFormat): ResultAsync<FileHead, Unavailable> => {
  const read = READERS[format]
  if (read === undefined) return okAsync(NOTHING)
  const reading = async (): Promise<FileHead> => {
    const file = await open(path)
    try {
      return await read(file)
    } finally {
      await file.close()
    }
  }
  return ResultAsync.fromPromise(reading(), filesUnavailable)
}
