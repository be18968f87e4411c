import type { room as english } from '../en/room.ts'

/** The room in which a song is made. */
export const room: typeof english = {
  instruments: {
    Vocal: '보컬',
    Guitar: '기타',
    Bass: '베이스',
    Drums: '드럼',
    Keyboard: '건반',
    Other: '그 밖의 악기',
  },
  genres: {
    Pop: '팝',
    Rock: '록',
    Jazz: '재즈',
    HipHop: '힙합',
    Electronic: '일렉트로닉',
    Classic: '클래식',
    Others: '그 밖의 장르',
  },
  by: (nickname) => nickname,
  bpm: (beats) => `${beats} bpm`,
  master: '마스터',
  noMaster: '마스터가 아직 준비되지 않았습니다.',
  stems: '트랙',
  waveform: (name) => `${name} 파형`,
  processing: '트랙을 처리하고 있습니다.',
  failed: '이 트랙은 디코딩할 수 없습니다.',
  like: '좋아요',
  unlike: '좋아요 취소',
  downloads: '내려받기',
  stemsZip: '24비트 WAV 트랙과 오디오 워크스테이션용 프로젝트',
  credits: '참여한 사람',
  revisions: '이전 믹스',
  proposals: '제안된 믹스',
}
