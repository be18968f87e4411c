import type { staff as english } from '../en/staff.ts'

/** What staff does. */
export const staff: typeof english = {
  suspend: '이용 정지',
  readmit: '정지 해제',
  suspendHint: '운영진: 이 계정은 모든 기기에서 로그아웃되고, 정지를 해제할 때까지 로그인할 수 없습니다.',
  wasSuspended: '이 계정의 이용을 정지했습니다.',
  wasReadmitted: '이 계정을 다시 쓸 수 있습니다.',
  onlyStaff: '운영진만 볼 수 있습니다.',
  find: '계정이나 곡 찾기',
  findLead: '계정은 프로필에서 정지하거나 정지를 해제하고, 곡과 트랙은 그 자리에서 삭제합니다.',
  keyword: '닉네임이나 제목',
  search: '검색',
  onServer: '서버에서',
  onServerLead: '실패한 작업은 서버의 명령줄에서 보고 다시 실행합니다.',
}
