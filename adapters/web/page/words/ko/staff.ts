import type { staff as english } from '../en/staff.ts'

/** What staff does. */
export const staff: typeof english = {
  suspend: '이용 정지',
  readmit: '정지 해제',
  suspendHint: '운영진: 이 계정은 모든 기기에서 로그아웃되고, 정지를 해제할 때까지 로그인할 수 없습니다.',
  wasSuspended: '이 계정의 이용을 정지했습니다.',
  wasReadmitted: '이 계정을 다시 쓸 수 있습니다.',
}
