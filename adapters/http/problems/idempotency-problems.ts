import { MAX_IDEMPOTENCY_KEY_LENGTH } from '#domain/idempotency/idempotent-request.ts'
import type { RowsOf } from './row.ts'

const RETRY_AFTER_SECONDS = 1

/** Refusals about idempotent requests. */
export const IDEMPOTENCY_PROBLEMS: RowsOf<'IdempotencyKeyMalformed' | 'IdempotencyKeyReused' | 'IdempotencyKeyInUse'> =
  {
    IdempotencyKeyMalformed: {
      status: 400,
      code: 'IDEMPOTENCY_KEY_MALFORMED',
      en: () => `An idempotency key has 1 to ${MAX_IDEMPOTENCY_KEY_LENGTH} visible ASCII characters.`,
      ko: () => `멱등 키는 눈에 보이는 ASCII 문자 1~${MAX_IDEMPOTENCY_KEY_LENGTH}자여야 합니다.`,
    },
    IdempotencyKeyReused: {
      status: 422,
      code: 'IDEMPOTENCY_KEY_REUSED',
      en: () => 'This idempotency key was used for another request.',
      ko: () => '이 멱등 키는 이미 다른 요청에 쓰였습니다.',
    },
    IdempotencyKeyInUse: {
      status: 409,
      code: 'IDEMPOTENCY_KEY_IN_USE',
      en: () => 'A request with this idempotency key is still being processed. Please try again in a moment.',
      ko: () => '같은 멱등 키의 요청을 아직 처리하고 있습니다. 잠시 후 다시 시도해 주세요.',
      headers: () => ({ 'Retry-After': String(RETRY_AFTER_SECONDS) }),
    },
  }
