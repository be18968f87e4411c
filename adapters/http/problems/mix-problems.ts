import type { RowsOf } from './row.ts'

/** Refusals about mixes. Only the post’s author mixes: that row is in `post-problems.ts`. */
export const MIX_PROBLEMS: RowsOf<'NotCommentsOfThePost' | 'StemRepeated' | 'TooManyStems'> = {
  NotCommentsOfThePost: {
    status: 404,
    code: 'NOT_COMMENTS_OF_THE_POST',
    field: () => 'mix_tracks',
    en: ({ postId, ids }) => `Post ${postId} has no such comments: ${ids.join(', ')}.`,
    ko: ({ postId, ids }) => `게시물 ${postId}에 없는 댓글입니다: ${ids.join(', ')}.`,
    extra: ({ ids }) => ({ ids }),
  },
  StemRepeated: {
    status: 400,
    code: 'STEM_REPEATED',
    field: () => 'mix_tracks',
    en: ({ ids }) => `A comment can be in a mix only once: ${ids.join(', ')}.`,
    ko: ({ ids }) => `한 댓글은 믹스에 한 번만 들어갈 수 있습니다: ${ids.join(', ')}.`,
    extra: ({ ids }) => ({ ids }),
  },
  TooManyStems: {
    status: 400,
    code: 'TOO_MANY_STEMS',
    field: () => 'mix_tracks',
    en: ({ maximum, given }) => `A mix holds at most ${maximum} comments, not ${given}.`,
    ko: ({ maximum, given }) => `믹스에는 댓글을 ${maximum}개까지 넣을 수 있습니다. 지금은 ${given}개입니다.`,
  },
}
