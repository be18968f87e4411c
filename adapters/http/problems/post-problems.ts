import type { RowsOf } from './row.ts'

/** Refusals about posts and likes. */
export const POST_PROBLEMS: RowsOf<'NotThePostAuthor' | 'PostNotFound' | 'LikesOwnPost'> = {
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
}
