import type { RowsOf } from './row.ts'

/** Refusals about comments. */
export const COMMENT_PROBLEMS: RowsOf<'NotTheCommentAuthor' | 'CommentNotFound'> = {
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
}
