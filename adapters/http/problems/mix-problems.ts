import { RETRY_AFTER } from './retry-after.ts'
import type { RowsOf } from './row.ts'

/** A recipe names its comments under `stems`. */
const field = (_refused: unknown, parts: readonly string[]): string =>
  parts.includes('stems') ? 'stems' : 'mix_tracks'

/** Refusals about mixes. Only the post’s author mixes: that row is in `post-problems.ts`. */
export const MIX_PROBLEMS: RowsOf<
  | 'NotCommentsOfThePost'
  | 'StemRepeated'
  | 'TooManyStems'
  | 'RevisionMismatch'
  | 'MixNotFound'
  | 'MasterFormatUnknown'
  | 'MixNotRendered'
  | 'RevisionNotFound'
  | 'RevisionWithdrawn'
> = {
  MixNotFound: {
    status: 404,
    code: 'MIX_NOT_FOUND',
    en: ({ postId }) => `There is no mix of post ${postId}.`,
    ko: ({ postId }) => `게시물 ${postId}에는 믹스가 없습니다.`,
  },
  NotCommentsOfThePost: {
    status: 404,
    code: 'NOT_COMMENTS_OF_THE_POST',
    field,
    en: ({ postId, ids }) => `Post ${postId} has no such comments: ${ids.join(', ')}.`,
    ko: ({ postId, ids }) => `게시물 ${postId}에 없는 댓글입니다: ${ids.join(', ')}.`,
    extra: ({ ids }) => ({ ids }),
  },
  StemRepeated: {
    status: 400,
    code: 'STEM_REPEATED',
    field,
    en: ({ ids }) => `A comment can be in a mix only once: ${ids.join(', ')}.`,
    ko: ({ ids }) => `한 댓글은 믹스에 한 번만 들어갈 수 있습니다: ${ids.join(', ')}.`,
    extra: ({ ids }) => ({ ids }),
  },
  TooManyStems: {
    status: 400,
    code: 'TOO_MANY_STEMS',
    field,
    en: ({ maximum, given }) => `A mix holds at most ${maximum} comments, not ${given}.`,
    ko: ({ maximum, given }) => `믹스에는 댓글을 ${maximum}개까지 넣을 수 있습니다. 지금은 ${given}개입니다.`,
  },
  RevisionMismatch: {
    status: 412,
    code: 'MIX_CHANGED',
    en: ({ expected, current }) =>
      expected === '*'
        ? 'This post has no mix yet.'
        : `The mix has changed meanwhile: its revision is ${current}, not ${expected}. Please look at it again.`,
    ko: ({ expected, current }) =>
      expected === '*'
        ? '이 게시물에는 아직 믹스가 없습니다.'
        : `그사이에 믹스가 바뀌었습니다. 리비전이 ${expected}이(가) 아니라 ${current}입니다. 다시 확인해 주세요.`,
    extra: ({ current }) => ({ revision: current }),
  },
  MasterFormatUnknown: {
    status: 404,
    code: 'MASTER_FORMAT_UNKNOWN',
    en: ({ offered }) => `A master can be downloaded as ${offered.join(', ')}.`,
    ko: ({ offered }) => `마스터는 ${offered.join(', ')} 형식으로 받을 수 있습니다.`,
  },
  MixNotRendered: {
    status: 409,
    code: 'MIX_NOT_RENDERED',
    en: ({ state }) =>
      ({
        none: 'This post has not been mixed yet.',
        waiting: 'The mix is still being rendered. Please try again in a moment.',
        failed: 'The mix could not be rendered. Its author can request it again.',
      })[state],
    ko: ({ state }) =>
      ({
        none: '이 게시물에는 아직 믹스가 없습니다.',
        waiting: '믹스를 만드는 중입니다. 잠시 후 다시 시도해 주세요.',
        failed: '믹스를 만들지 못했습니다. 게시물 작성자가 다시 요청할 수 있습니다.',
      })[state],
    headers: ({ state }) => (state === 'waiting' ? RETRY_AFTER : {}),
  },
  RevisionNotFound: {
    status: 404,
    code: 'REVISION_NOT_FOUND',
    en: ({ postId, revision }) => `Post ${postId} has no rendered mix of revision ${revision}.`,
    ko: ({ postId, revision }) => `게시물 ${postId}에는 렌더링된 리비전 ${revision}이(가) 없습니다.`,
  },
  RevisionWithdrawn: {
    status: 409,
    code: 'REVISION_WITHDRAWN',
    en: ({ revision }) => `A comment in revision ${revision} was deleted, so it can no longer be played.`,
    ko: ({ revision }) => `리비전 ${revision}에 들어 있던 댓글이 삭제되어 더는 재생할 수 없습니다.`,
  },
}
