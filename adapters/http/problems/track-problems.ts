import type { Obstacle } from '#application/track/audio.ts'
import type { RowsOf } from './row.ts'

const megabytes = (bytes: number): string => `${Number((bytes / 1_000_000).toFixed(2))} MB`

/** The part that contains the track. */
const trackAmong = (_: unknown, files: readonly string[]): string | undefined =>
  files.find((name) => name.endsWith('_track'))

/** What is taken, as people call it. */
const TAKEN = {
  en: 'a format we take. Please send WAV, AIFF, CAF, FLAC, ALAC, WavPack, MP3, AAC/M4A, Ogg, Opus, WebM, Matroska, MOV or 3GP.',
  ko: 'WAV, AIFF, CAF, FLAC, ALAC, WavPack, MP3, AAC/M4A, Ogg, Opus, WebM, Matroska, MOV, 3GP 파일을 올려 주세요.',
}

const UNDECODABLE = {
  en: (obstacle: Obstacle | undefined): string => {
    switch (obstacle?.type) {
      case undefined:
        return 'This audio cannot be decoded: the file is damaged, or its codec is not supported.'
      case 'Codec':
        return `This audio cannot be decoded: its codec (${obstacle.codec}) is not supported here.`
      case 'Channels':
        return `This audio has ${obstacle.channels} channels, which cannot be mixed down. Please send stereo.`
      case 'Hole':
        return `This recording is silent for ${obstacle.seconds} seconds by its own timestamps, longer than a track may be.`
    }
  },
  ko: (obstacle: Obstacle | undefined): string => {
    switch (obstacle?.type) {
      case undefined:
        return '파일의 소리를 읽을 수 없습니다. 손상되었거나 지원하지 않는 코덱입니다.'
      case 'Codec':
        return `파일의 소리를 읽을 수 없습니다. 지원하지 않는 코덱(${obstacle.codec})입니다.`
      case 'Channels':
        return `채널이 ${obstacle.channels}개라서 스테레오로 합칠 수 없습니다. 스테레오 파일을 올려 주세요.`
      case 'Hole':
        return `파일의 시간 정보에 따르면 ${obstacle.seconds}초 동안 소리가 없습니다. 트랙의 최대 길이보다 깁니다.`
    }
  },
}

/** Refusals about tracks and files. */
export const TRACK_PROBLEMS: RowsOf<
  | 'TooLarge'
  | 'TrackEmpty'
  | 'TrackUnsupported'
  | 'TrackWithoutAudio'
  | 'TrackUndecodable'
  | 'TrackTooLong'
  | 'AudioUnavailable'
  | 'MediaNotFound'
  | 'TrackProcessing'
  | 'TrackFailed'
> = {
  TooLarge: {
    status: 413,
    code: 'UPLOAD_TOO_LARGE',
    en: ({ maximumBytes }) => `A file may have at most ${megabytes(maximumBytes)}.`,
    ko: ({ maximumBytes }) => `파일은 ${megabytes(maximumBytes)}까지 올릴 수 있습니다.`,
  },
  TrackEmpty: {
    status: 422,
    field: trackAmong,
    code: 'TRACK_EMPTY',
    en: () => 'The file is empty.',
    ko: () => '빈 파일입니다.',
  },
  TrackUnsupported: {
    status: 422,
    field: trackAmong,
    code: 'TRACK_UNSUPPORTED',
    en: ({ name }) => `${name === null ? 'This file is not' : `${name} is not taken: it is not`} ${TAKEN.en}`,
    ko: ({ name }) => `${name === null ? '지원하지 않는 형식입니다.' : `${name} 파일은 받지 않습니다.`} ${TAKEN.ko}`,
  },
  TrackWithoutAudio: {
    status: 422,
    field: trackAmong,
    code: 'TRACK_WITHOUT_AUDIO',
    en: () => 'This file contains no audio.',
    ko: () => '파일에 소리가 없습니다.',
  },
  TrackUndecodable: {
    status: 422,
    field: trackAmong,
    code: 'TRACK_UNDECODABLE',
    en: ({ obstacle }) => UNDECODABLE.en(obstacle),
    ko: ({ obstacle }) => UNDECODABLE.ko(obstacle),
  },
  TrackTooLong: {
    status: 422,
    field: trackAmong,
    code: 'TRACK_TOO_LONG',
    en: ({ maximumMinutes }) => `A track may be at most ${maximumMinutes} minutes long.`,
    ko: ({ maximumMinutes }) => `트랙은 ${maximumMinutes}분을 넘을 수 없습니다.`,
  },
  AudioUnavailable: {
    status: 503,
    code: 'AUDIO_UNAVAILABLE',
    report: true,
    en: () => 'Tracks cannot be processed at the moment. Please try again later.',
    ko: () => '지금은 트랙을 처리할 수 없습니다. 나중에 다시 시도해 주세요.',
  },
  TrackProcessing: {
    status: 409,
    code: 'TRACK_PROCESSING',
    en: () => 'This track is still being processed. Please try again in a moment.',
    ko: () => '트랙을 처리하는 중입니다. 잠시 후 다시 시도해 주세요.',
  },
  TrackFailed: {
    status: 409,
    code: 'TRACK_FAILED',
    en: () => 'This track could not be processed. Please upload it again.',
    ko: () => '트랙을 처리하지 못했습니다. 다시 올려 주세요.',
  },
  MediaNotFound: {
    status: 404,
    code: 'MEDIA_NOT_FOUND',
    en: () => 'There is no such file.',
    ko: () => '파일을 찾을 수 없습니다.',
  },
}
