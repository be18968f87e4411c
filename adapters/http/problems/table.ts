import type { RefusalType } from '../refusals.ts'
import { ACCOUNT_PROBLEMS } from './account-problems.ts'
import { COMMENT_PROBLEMS } from './comment-problems.ts'
import { FOLLOW_PROBLEMS } from './follow-problems.ts'
import { MIX_PROBLEMS } from './mix-problems.ts'
import { HTTP_PROBLEMS } from './http-problems.ts'
import { IDEMPOTENCY_PROBLEMS } from './idempotency-problems.ts'
import { MESSAGE_PROBLEMS } from './message-problems.ts'
import { IMAGE_PROBLEMS } from './image-problems.ts'
import { POST_PROBLEMS } from './post-problems.ts'
import { PROPOSAL_PROBLEMS } from './proposal-problems.ts'
import type { RowsOf } from './row.ts'
import { TRACK_PROBLEMS } from './track-problems.ts'
import { UPLOAD_PROBLEMS } from './upload-problems.ts'

/** The status, code and sentences of every refusal. A refusal without a row does not compile. */
export const PROBLEMS: RowsOf<RefusalType> = {
  ...ACCOUNT_PROBLEMS,
  ...FOLLOW_PROBLEMS,
  ...POST_PROBLEMS,
  ...COMMENT_PROBLEMS,
  ...MIX_PROBLEMS,
  ...PROPOSAL_PROBLEMS,
  ...MESSAGE_PROBLEMS,
  ...IDEMPOTENCY_PROBLEMS,
  ...TRACK_PROBLEMS,
  ...UPLOAD_PROBLEMS,
  ...IMAGE_PROBLEMS,
  ...HTTP_PROBLEMS,
}
