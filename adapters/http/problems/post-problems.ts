import type { RowsOf } from './row.ts'

/** Posts, what answers them, and their mixes. */
export const POST_PROBLEMS: RowsOf<
  | 'NotThePostAuthor'
  | 'PostNotFound'
  | 'LikesOwnPost'
  | 'NotTheCommentAuthor'
  | 'CommentNotFound'
  | 'NotCommentsOfThePost'
  | 'StemRepeated'
  | 'TooManyStems'
> = {
  NotThePostAuthor: {
    status: 403,
    code: 'NOT_THE_POST_AUTHOR',
    en: ({ postId }) => `Only the author of post ${postId} may do this.`,
    ko: ({ postId }) => `게시물 ${postId}의 작성자만 할 수 있습니다.`,
  },
  PostNotFound: {
    status: 404,
    code: 'POST_NOT_FOUND',
    en: ({ id }) => `There is no post ${id}.`,
    ko: ({ id }) => `게시물 ${id}을(를) 찾을 수 없습니다.`,
  },
  LikesOwnPost: {
    status: 403,
    code: 'LIKES_OWN_POST',
    en: () => 'You cannot like your own post.',
    ko: () => '자신의 게시물에는 좋아요를 누를 수 없습니다.',
  },
  NotTheCommentAuthor: {
    status: 403,
    code: 'NOT_THE_COMMENT_AUTHOR',
    en: ({ commentId }) => `Only the author of comment ${commentId} may do this.`,
    ko: ({ commentId }) => `댓글 ${commentId}의 작성자만 할 수 있습니다.`,
  },
  CommentNotFound: {
    status: 404,
    code: 'COMMENT_NOT_FOUND',
    en: ({ id }) => `There is no comment ${id}.`,
    ko: ({ id }) => `댓글 ${id}을(를) 찾을 수 없습니다.`,
  },
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
