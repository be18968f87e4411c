import type { Headers } from '../reply/reply.ts'

/** For what will be possible in a moment. */
export const RETRY_AFTER: Headers = { 'Retry-After': '5' }
