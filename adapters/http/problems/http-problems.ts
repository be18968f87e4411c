import type { Language } from '#application/shared/system.ts'
import { faultSentence } from './fault-sentences.ts'
import type { RefusalOf } from '../refusals.ts'
import { instanceOf } from './instance.ts'
import { RETRY_AFTER } from './retry-after.ts'
import type { RowsOf } from './row.ts'

const kilobytes = (bytes: number): string => `${Math.floor(bytes / 1024)} KB`

const faultsIn = ({ faults }: RefusalOf<'InvalidFields'>, language: Language): string =>
  faults.map((fault) => `${fault.field}: ${faultSentence(fault, language)}`).join(' ')

/** Refusals that any request may get. */
export const HTTP_PROBLEMS: RowsOf<
  | 'InvalidFields'
  | 'Unavailable'
  | 'Busy'
  | 'BodyMalformed'
  | 'BodyTooLarge'
  | 'MediaTypeUnsupported'
  | 'RequestMalformed'
  | 'HeadTooLarge'
  | 'RequestTimeout'
  | 'ExpectationFailed'
  | 'PathUnknown'
  | 'MethodNotAllowed'
  | 'OriginNotAllowed'
  | 'RangeNotSatisfiable'
  | 'TooManyStreams'
  | 'InternalError'
> = {
  InvalidFields: {
    status: 400,
    code: 'VALIDATION_FAILED',
    en: (refused) => faultsIn(refused, 'en'),
    ko: (refused) => faultsIn(refused, 'ko'),
  },
  Unavailable: {
    status: 503,
    code: 'SERVICE_UNAVAILABLE',
    report: true,
    en: () => 'The service is temporarily unavailable. Please try again in a moment.',
    ko: () => '일시적인 문제가 있습니다. 잠시 후 다시 시도해 주세요.',
    headers: () => RETRY_AFTER,
  },
  Busy: {
    status: 503,
    code: 'BUSY',
    en: () => 'Too many downloads are being prepared. Please try again in a moment.',
    ko: () => '준비 중인 다운로드가 많습니다. 잠시 후 다시 시도해 주세요.',
    headers: () => RETRY_AFTER,
  },
  BodyMalformed: {
    status: 400,
    code: 'BODY_MALFORMED',
    en: () => 'The request body could not be read.',
    ko: () => '요청을 읽을 수 없습니다.',
  },
  BodyTooLarge: {
    status: 413,
    code: 'BODY_TOO_LARGE',
    en: ({ maximumBytes }) => `The fields of a request may have at most ${kilobytes(maximumBytes)} together.`,
    ko: ({ maximumBytes }) => `요청의 입력값은 ${kilobytes(maximumBytes)}를 넘을 수 없습니다.`,
  },
  MediaTypeUnsupported: {
    status: 415,
    code: 'MEDIA_TYPE_UNSUPPORTED',
    en: () => 'Please send JSON, application/x-www-form-urlencoded or multipart/form-data, without a content encoding.',
    ko: () => 'JSON, application/x-www-form-urlencoded 또는 multipart/form-data로 보내 주세요.',
  },
  RequestMalformed: {
    status: 400,
    code: 'REQUEST_MALFORMED',
    en: () => 'The method, the address or a header of the request could not be read.',
    ko: () => '요청의 메서드나 주소, 헤더를 읽을 수 없습니다.',
  },
  HeadTooLarge: {
    status: 431,
    code: 'HEAD_TOO_LARGE',
    en: ({ maximumBytes }) =>
      `The address and the headers of a request may have at most ${kilobytes(maximumBytes)} together.`,
    ko: ({ maximumBytes }) => `요청의 주소와 헤더는 합해서 ${kilobytes(maximumBytes)}를 넘을 수 없습니다.`,
  },
  RequestTimeout: {
    status: 408,
    code: 'REQUEST_TIMEOUT',
    en: () => 'The request took too long to arrive. Please send it again.',
    ko: () => '요청이 도착하는 데 너무 오래 걸렸습니다. 다시 보내 주세요.',
  },
  ExpectationFailed: {
    status: 417,
    code: 'EXPECTATION_FAILED',
    en: () => 'The only supported expectation is 100-continue.',
    ko: () => 'Expect 헤더에는 100-continue만 쓸 수 있습니다.',
  },
  PathUnknown: {
    status: 404,
    code: 'NOT_FOUND',
    en: () => 'Not found.',
    ko: () => '찾으시는 것이 여기에 없습니다.',
  },
  MethodNotAllowed: {
    status: 405,
    code: 'METHOD_NOT_ALLOWED',
    en: ({ allowed }) => `This address only supports ${allowed.join(', ')}.`,
    ko: ({ allowed }) => `이 주소에서는 ${allowed.join(', ')}만 쓸 수 있습니다.`,
    headers: ({ allowed }) => ({ Allow: allowed.join(', ') }),
  },
  OriginNotAllowed: {
    status: 403,
    code: 'ORIGIN_NOT_ALLOWED',
    en: () => 'This was not sent from a page of this site. Please open the site itself and try again.',
    ko: () => '이 사이트의 페이지에서 보낸 요청이 아닙니다. 사이트를 직접 열어 다시 시도해 주세요.',
  },
  RangeNotSatisfiable: {
    status: 416,
    code: 'RANGE_NOT_SATISFIABLE',
    en: ({ size }) => `The range is outside of the file, which has ${size} bytes.`,
    ko: ({ size }) => `파일은 ${size}바이트입니다. 요청한 범위가 파일을 벗어납니다.`,
    headers: ({ size }) => ({ 'Content-Range': `bytes */${size}` }),
  },
  TooManyStreams: {
    status: 503,
    code: 'TOO_MANY_STREAMS',
    en: () => 'Too many event streams are open. Please close one, or try again in a moment.',
    ko: () => '열려 있는 이벤트 스트림이 너무 많습니다. 하나를 닫거나 잠시 후 다시 시도해 주세요.',
    headers: () => RETRY_AFTER,
  },
  InternalError: {
    status: 500,
    code: 'INTERNAL_ERROR',
    en: () => 'Something went wrong on our side.',
    ko: () => '서버에 문제가 생겼습니다.',
    extra: ({ requestId }) => ({ instance: instanceOf(requestId) }),
  },
}
