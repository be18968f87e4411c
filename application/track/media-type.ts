import { STORED_IMAGE_FORMAT } from '#domain/image/image.ts'
import { MASTER_FORMAT_FACTS, MASTER_FORMATS, type MasterFormat } from '#domain/mix/master-format.ts'
import { AUDIO_FORMATS, type AudioFormat } from '#domain/track/track.ts'

/** What a stored file may be. It is the extension of its name. */
export type StoredFormat = AudioFormat | MasterFormat | typeof STORED_IMAGE_FORMAT | 'json'

/** The media types of stored files (RFC 6838) by their format. */
export const MEDIA_TYPES: Readonly<Record<StoredFormat, string>> = {
  json: 'application/json',
  webp: 'image/webp',
  mp3: MASTER_FORMAT_FACTS.mp3.mediaType,
  mp2: 'audio/mpeg',
  aac: 'audio/aac',
  m4a: MASTER_FORMAT_FACTS.m4a.mediaType,
  mov: 'video/quicktime',
  wav: MASTER_FORMAT_FACTS.wav.mediaType,
  aiff: 'audio/aiff',
  caf: 'audio/x-caf',
  wv: 'audio/x-wavpack',
  mka: 'audio/matroska',
  amr: 'audio/AMR',
  flac: MASTER_FORMAT_FACTS.flac.mediaType,
  ogg: 'audio/ogg',
  opus: MASTER_FORMAT_FACTS.opus.mediaType,
  webm: 'audio/webm',
}

const FORMATS: readonly StoredFormat[] = [...AUDIO_FORMATS, ...MASTER_FORMATS, STORED_IMAGE_FORMAT, 'json']

/** The media type of a stored file by its name or path, `application/octet-stream` for any other. */
export const mediaTypeOf = (name: string): string => {
  const format = FORMATS.find((one) => name.endsWith(`.${one}`))
  return format === undefined ? 'application/octet-stream' : MEDIA_TYPES[format]
}
