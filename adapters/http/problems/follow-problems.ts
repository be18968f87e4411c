import type { RowsOf } from './row.ts'

/** Refusals about follows. */
export const FOLLOW_PROBLEMS: RowsOf<'UserSuspended' | 'FollowsOneself'> = {
  UserSuspended: {
    status: 403,
    code: 'USER_SUSPENDED',
    en: ({ userId }) => `User ${userId} is suspended and cannot be followed at the moment.`,
    ko: ({ userId }) => `사용자 ${userId}은(는) 이용이 정지되어 지금은 팔로우할 수 없습니다.`,
  },
  FollowsOneself: {
    status: 403,
    code: 'FOLLOWS_ONESELF',
    en: () => 'You cannot follow yourself.',
    ko: () => '자기 자신은 팔로우할 수 없습니다.',
  },
}
