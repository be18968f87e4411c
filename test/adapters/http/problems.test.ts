import { describe, expect, it } from 'vitest'
import { problemOf, problemReply } from '#adapters/http/problems/problem.ts'
import { faultSentence } from '#adapters/http/problems/fault-sentences.ts'
import { PROBLEMS } from '#adapters/http/problems/table.ts'
import type { Refusal, RefusalOf, RefusalType } from '#adapters/http/refusals.ts'
import { LIMITS } from '#domain/account/rate-limits.ts'
import { unavailable } from '#application/shared/outcome.ts'
import { LANGUAGES } from '#application/shared/system.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import type { Nickname } from '#domain/account/nickname.ts'
import type { Fault } from '#domain/shared/fields.ts'
import type { CommentId, MessageId, PostId, ProposalId, SessionId, UserId } from '#domain/shared/id.ts'
import { house, PUBLIC_URL } from './house.ts'

const postId = 7 as PostId
const commentId = 8 as CommentId

/** One refusal of every kind. */
const EXAMPLES: { readonly [Type in RefusalType]: RefusalOf<Type> } = {
  InvalidFields: { type: 'InvalidFields', faults: [{ field: 'title', code: 'REQUIRED' }] },
  EmailTaken: { type: 'EmailTaken', email: 'a@b.cd' as EmailAddress },
  NicknameTaken: { type: 'NicknameTaken', nickname: '앤' as Nickname },
  ActivationKeyUnknown: { type: 'ActivationKeyUnknown' },
  ActivationKeyExpired: { type: 'ActivationKeyExpired' },
  WrongPassword: { type: 'WrongPassword' },
  WrongCredentials: { type: 'WrongCredentials' },
  ActivationPending: { type: 'ActivationPending' },
  NotAuthenticated: { type: 'NotAuthenticated' },
  AccountSuspended: { type: 'AccountSuspended' },
  IdentityTaken: { type: 'IdentityTaken', provider: 'google' },
  ProviderRefused: { type: 'ProviderRefused', provider: 'facebook', why: 'the secret is expired' },
  TooManyAttempts: { type: 'TooManyAttempts', retryAfter: 59_001, limit: LIMITS['log-in'].pair },
  SessionNotFound: { type: 'SessionNotFound', id: 3 as SessionId },
  NotTheOwner: { type: 'NotTheOwner', userId: 9 as UserId },
  NotStaff: { type: 'NotStaff' },
  StaffProtected: { type: 'StaffProtected', userId: 9 as UserId },
  FailedJobNotFound: { type: 'FailedJobNotFound', id: 'failed-9' },
  UserSuspended: { type: 'UserSuspended', userId: 9 as UserId },
  FollowsOneself: { type: 'FollowsOneself' },
  LikesOwnPost: { type: 'LikesOwnPost', postId },
  NotThePostAuthor: { type: 'NotThePostAuthor', postId },
  NotTheCommentAuthor: { type: 'NotTheCommentAuthor', commentId },
  UserNotFound: { type: 'UserNotFound', id: 9 as UserId },
  PostNotFound: { type: 'PostNotFound', id: postId },
  CommentNotFound: { type: 'CommentNotFound', id: commentId },
  MessageNotFound: { type: 'MessageNotFound', id: 6 as MessageId },
  MessageToOneself: { type: 'MessageToOneself' },
  IdempotencyKeyMalformed: { type: 'IdempotencyKeyMalformed' },
  IdempotencyKeyReused: { type: 'IdempotencyKeyReused' },
  IdempotencyKeyInUse: { type: 'IdempotencyKeyInUse' },
  TrackProcessing: { type: 'TrackProcessing' },
  TrackFailed: { type: 'TrackFailed' },
  MediaNotFound: { type: 'MediaNotFound', path: 'x' },
  NotCommentsOfThePost: { type: 'NotCommentsOfThePost', postId, ids: [1, 2] },
  StemRepeated: { type: 'StemRepeated', ids: [commentId] },
  TooManyStems: { type: 'TooManyStems', maximum: 32, given: 33 },
  MixNotFound: { type: 'MixNotFound', postId },
  RevisionMismatch: { type: 'RevisionMismatch', postId, expected: 3, current: 4 },
  MasterFormatUnknown: { type: 'MasterFormatUnknown', given: 'mid', offered: ['mp3', 'flac'] },
  MixNotRendered: { type: 'MixNotRendered', postId, state: 'waiting' },
  Busy: { type: 'Busy' },
  RevisionNotFound: { type: 'RevisionNotFound', postId, revision: 3 },
  RevisionWithdrawn: { type: 'RevisionWithdrawn', postId, revision: 3 },
  ProposalNotFound: { type: 'ProposalNotFound', id: 3 as ProposalId },
  ProposalDecided: { type: 'ProposalDecided', id: 3 as ProposalId, decision: 'taken' },
  ProposalWithdrawn: { type: 'ProposalWithdrawn', id: 3 as ProposalId },
  TooManyProposals: { type: 'TooManyProposals', postId, maximum: 10 },
  TooLarge: { type: 'TooLarge', maximumBytes: 50_000_000 },
  TrackEmpty: { type: 'TrackEmpty' },
  TrackUnsupported: { type: 'TrackUnsupported', name: 'WMA' },
  TrackWithoutAudio: { type: 'TrackWithoutAudio' },
  TrackUndecodable: { type: 'TrackUndecodable', obstacle: { type: 'Codec', codec: 'apac' } },
  TrackTooLong: { type: 'TrackTooLong', maximumMinutes: 15 },
  ImageUnsupported: { type: 'ImageUnsupported', field: 'picture' },
  ImageUndecodable: { type: 'ImageUndecodable', field: 'background' },
  ImageTooLarge: {
    type: 'ImageTooLarge',
    field: 'image',
    claimed: { width: 8000, height: 6000 },
    maximumPixels: 40_000_000,
  },
  AudioUnavailable: { type: 'AudioUnavailable', cause: 'no ffmpeg in /secret' },
  Unavailable: unavailable('database', new Error('password=secret')),
  UploadNotFound: { type: 'UploadNotFound' },
  UploadOffsetDiffers: { type: 'UploadOffsetDiffers', offset: 512 },
  UploadOverrun: { type: 'UploadOverrun', length: 1024 },
  UploadIncomplete: { type: 'UploadIncomplete', offset: 512, length: 1024 },
  UploadVersionUnsupported: { type: 'UploadVersionUnsupported' },
  BodyMalformed: { type: 'BodyMalformed' },
  BodyTooLarge: { type: 'BodyTooLarge', maximumBytes: 102_400 },
  MediaTypeUnsupported: { type: 'MediaTypeUnsupported' },
  RequestMalformed: { type: 'RequestMalformed' },
  HeadTooLarge: { type: 'HeadTooLarge', maximumBytes: 16_384 },
  RequestTimeout: { type: 'RequestTimeout' },
  ExpectationFailed: { type: 'ExpectationFailed' },
  PathUnknown: { type: 'PathUnknown' },
  MethodNotAllowed: { type: 'MethodNotAllowed', allowed: ['GET', 'HEAD'] },
  OriginNotAllowed: { type: 'OriginNotAllowed' },
  RangeNotSatisfiable: { type: 'RangeNotSatisfiable', size: 5 },
  TooManyStreams: { type: 'TooManyStreams' },
  InternalError: { type: 'InternalError', requestId: 'f0000000-0000-4000-8000-000000000000' },
}

const STATUSES: { readonly [Type in RefusalType]: number } = {
  InvalidFields: 400,
  EmailTaken: 409,
  NicknameTaken: 409,
  ActivationKeyUnknown: 404,
  ActivationKeyExpired: 400,
  WrongPassword: 400,
  WrongCredentials: 401,
  ActivationPending: 403,
  NotAuthenticated: 401,
  AccountSuspended: 403,
  IdentityTaken: 409,
  ProviderRefused: 401,
  TooManyAttempts: 429,
  UploadNotFound: 404,
  UploadOffsetDiffers: 409,
  UploadOverrun: 413,
  UploadIncomplete: 409,
  UploadVersionUnsupported: 412,
  SessionNotFound: 404,
  NotTheOwner: 403,
  NotStaff: 403,
  StaffProtected: 403,
  FailedJobNotFound: 404,
  UserSuspended: 403,
  FollowsOneself: 403,
  LikesOwnPost: 403,
  NotThePostAuthor: 403,
  NotTheCommentAuthor: 403,
  UserNotFound: 404,
  PostNotFound: 404,
  CommentNotFound: 404,
  MessageNotFound: 404,
  MessageToOneself: 400,
  IdempotencyKeyMalformed: 400,
  IdempotencyKeyReused: 422,
  IdempotencyKeyInUse: 409,
  TrackProcessing: 409,
  TrackFailed: 409,
  MediaNotFound: 404,
  NotCommentsOfThePost: 404,
  StemRepeated: 400,
  TooManyStems: 400,
  MixNotFound: 404,
  RevisionMismatch: 412,
  MasterFormatUnknown: 404,
  MixNotRendered: 409,
  Busy: 503,
  RevisionNotFound: 404,
  RevisionWithdrawn: 409,
  ProposalNotFound: 404,
  ProposalDecided: 409,
  ProposalWithdrawn: 409,
  TooManyProposals: 409,
  TooLarge: 413,
  TrackEmpty: 422,
  TrackUnsupported: 422,
  TrackWithoutAudio: 422,
  TrackUndecodable: 422,
  TrackTooLong: 422,
  ImageUnsupported: 422,
  ImageUndecodable: 422,
  ImageTooLarge: 422,
  AudioUnavailable: 503,
  Unavailable: 503,
  BodyMalformed: 400,
  BodyTooLarge: 413,
  MediaTypeUnsupported: 415,
  RequestMalformed: 400,
  HeadTooLarge: 431,
  RequestTimeout: 408,
  ExpectationFailed: 417,
  PathUnknown: 404,
  MethodNotAllowed: 405,
  OriginNotAllowed: 403,
  RangeNotSatisfiable: 416,
  TooManyStreams: 503,
  InternalError: 500,
}

const all: readonly Refusal[] = Object.values(EXAMPLES)
const HANGUL = /\p{Script=Hangul}/u
const settings = { publicUrl: `${PUBLIC_URL}/` }
const headersOf = (refusal: Refusal) => new Headers(problemReply(refusal, 'ko', settings).headers)

describe('the table of problems', () => {
  it.each(all.map((refusal) => [refusal.type, refusal] as const))(
    'has %s whole, in both languages',
    (type, refusal) => {
      const english = problemOf(refusal, 'en', settings)
      const korean = problemOf(refusal, 'ko', settings)
      expect(english.status).toBe(STATUSES[type])
      expect(english.code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
      expect(english.type).toBe(`${PUBLIC_URL}/problems/${english.code.toLowerCase().replaceAll('_', '-')}`)
      expect(english.title).toMatch(/^[A-Z][a-z ]+$/)
      expect(english.detail).toMatch(/\.$/)
      expect(english.detail.replace('앤', '')).not.toMatch(HANGUL)
      expect(korean.detail).toMatch(HANGUL)
      expect(korean.detail).toMatch(/\.$/)
      expect([korean.code, korean.status, korean.title]).toEqual([english.code, english.status, english.title])
      expect(`${english.detail}${korean.detail}`).not.toMatch(/undefined|NaN|\[object|secret/)
    },
  )

  it.each(all.map((refusal) => [refusal.type, refusal] as const))(
    'tells what %s is where its type leads',
    async (_, refusal) => {
      const { app } = house()
      const { type, title, status, code } = problemOf(refusal, 'en', settings)
      for (const path of [new URL(type).pathname, `${new URL(type).pathname}/`]) {
        const answer = await app.request(path)
        expect([answer.status, answer.headers.get('Vary'), await answer.json()]).toEqual([
          200,
          'Accept',
          { type, title, status, code },
        ])
      }
      const page = await app.request(new URL(type).pathname, {
        headers: { Accept: 'text/html', 'Accept-Language': 'ko' },
      })
      expect([page.status, page.headers.get('Content-Type')]).toEqual([200, 'text/html; charset=utf-8'])
      expect(await page.text()).toContain(`코드 ${code}`)
    },
  )

  it('gives every refusal a code of its own', () => {
    const codes = Object.values(PROBLEMS).map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
    expect(codes).toHaveLength(Object.keys(EXAMPLES).length)
  })

  it('names what was refused', () => {
    expect(problemOf(EXAMPLES.NotCommentsOfThePost, 'ko', settings)).toMatchObject({ ids: [1, 2] })
    expect(problemOf(EXAMPLES.NicknameTaken, 'en', settings).detail).toContain('앤')
    expect(problemOf(EXAMPLES.TooLarge, 'ko', settings).detail).toContain('50 MB')
    expect(problemOf(EXAMPLES.InternalError, 'en', settings).instance).toBe(
      'urn:uuid:f0000000-0000-4000-8000-000000000000',
    )
  })

  const ABOUT: Partial<Record<RefusalType, string>> = {
    EmailTaken: 'email',
    NicknameTaken: 'nickname',
    WrongPassword: 'password',
    MessageToOneself: 'to_user',
    NotCommentsOfThePost: 'mix_tracks',
    StemRepeated: 'mix_tracks',
    TooManyStems: 'mix_tracks',
    TrackEmpty: 'author_track',
    TrackUnsupported: 'author_track',
    TrackWithoutAudio: 'author_track',
    TrackUndecodable: 'author_track',
    TrackTooLong: 'author_track',
    ImageUnsupported: 'profile_img',
    ImageUndecodable: 'profile_bg',
    ImageTooLarge: 'post_img',
  }

  it.each(all.map((refusal) => [refusal.type, refusal] as const))(
    'names the field, where %s is about one',
    (type, refusal) => {
      if (type === 'InvalidFields') return expect(problemOf(refusal, 'ko', settings).errors).toHaveLength(1)
      const { errors, code, detail } = problemOf(refusal, 'ko', settings, ['post_img', 'author_track'])
      const field = ABOUT[type]
      return expect(errors).toEqual(field === undefined ? undefined : [{ field, code, detail }])
    },
  )

  it('sends the headers that belong to a status', () => {
    expect(headersOf(EXAMPLES.NotAuthenticated).get('WWW-Authenticate')).toContain('Bearer')
    expect(headersOf(EXAMPLES.WrongCredentials).get('WWW-Authenticate')).toContain('Bearer')
    expect(headersOf(EXAMPLES.ProviderRefused).get('WWW-Authenticate')).toContain('Bearer')
    const often = headersOf(EXAMPLES.TooManyAttempts)
    expect(['Retry-After', 'RateLimit', 'RateLimit-Policy'].map((name) => often.get(name))).toEqual([
      '60',
      '"default";r=0;t=60',
      '"default";q=10;w=300',
    ])
    expect(headersOf(EXAMPLES.Unavailable).get('Retry-After')).toBe('5')
    expect(headersOf(EXAMPLES.MethodNotAllowed).get('Allow')).toBe('GET, HEAD')
    expect(headersOf(EXAMPLES.RangeNotSatisfiable).get('Content-Range')).toBe('bytes */5')
    const headers = headersOf(EXAMPLES.TrackEmpty)
    expect(headers.get('Content-Type')).toBe('application/problem+json')
    expect([headers.get('Content-Language'), headers.get('Vary')]).toEqual(['ko', 'Accept-Language'])
  })
})

const FAULTS: { readonly [Code in Fault['code']]: Extract<Fault, { code: Code }> } = {
  REQUIRED: { code: 'REQUIRED' },
  MALFORMED: { code: 'MALFORMED', expected: 'a whole number' },
  TOO_SHORT: { code: 'TOO_SHORT', minimum: 8 },
  TOO_LONG: { code: 'TOO_LONG', maximum: 30 },
  OUT_OF_RANGE: { code: 'OUT_OF_RANGE', minimum: 1, maximum: 999 },
  UNKNOWN_FIELD: { code: 'UNKNOWN_FIELD' },
  UNKNOWN_WORD: { code: 'UNKNOWN_WORD', word: 'Harp', allowed: ['Guitar', 'Bass'] },
  PASSWORDS_DIFFER: { code: 'PASSWORDS_DIFFER' },
  PASSWORD_TOO_COMMON: { code: 'PASSWORD_TOO_COMMON' },
  PASSWORD_NAMES_ITS_OWNER: { code: 'PASSWORD_NAMES_ITS_OWNER' },
  NICKNAME_RESERVED: { code: 'NICKNAME_RESERVED' },
}

describe('the sentences for fields', () => {
  it.each(Object.values(FAULTS).map((fault) => [fault.code, fault] as const))(
    'has %s in both languages',
    (_, fault) => {
      const [english, korean] = LANGUAGES.map((language) => faultSentence(fault, language))
      expect(english).toMatch(/\.$/)
      expect(english).not.toMatch(HANGUL)
      expect(korean).toMatch(HANGUL)
      expect(`${english}${korean}`).not.toMatch(/undefined|\[object/)
    },
  )

  it('names the allowed words', () => {
    expect(faultSentence(FAULTS.UNKNOWN_WORD, 'en')).toContain('Guitar, Bass')
    expect(faultSentence(FAULTS.UNKNOWN_WORD, 'ko')).toContain('Guitar, Bass')
  })
})
