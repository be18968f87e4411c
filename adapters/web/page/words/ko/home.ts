import type { home as english } from '../en/home.ts'

/** Start pages, lists and search. */
export const home: typeof english = {
  popularSongs: '인기 곡',
  newSongs: '새로운 곡',
  popularMusicians: '음악가',
  genres: '장르',
  instruments: '악기',
  nothingYet: '아직 곡이 없습니다. 첫 트랙을 올려 보세요.',
  noSongs: '아직 곡이 없습니다.',
  noMusicians: '아직 음악가가 없습니다.',
  tracks: (count) => `답한 트랙 ${count}개`,
  likes: (count) => `좋아요 ${count}개`,
  followers: (count) => `팔로워 ${count}명`,
  totals: (songs, musicians) => `곡 ${songs}개, 음악가 ${musicians}명`,
  play: (title) => `${title} 재생`,
  demoTitle: '데모로 살펴보기',
  demoText: '음악가 세 명과 트랙 네 개로 된 곡을 이 컴퓨터에서 만듭니다.',
  demoButton: '데모 만들기',
  demoRunning: '만드는 중 …',
  byTitle: '곡',
  byAuthor: '이 음악가들의 곡',
  answers: '답한 트랙',
  typeSomething: '제목이나 닉네임을 입력하세요.',
  nothingFound: (keyword) => `“${keyword}”에 대한 결과가 없습니다.`,
  resultsFor: (keyword) => `“${keyword}” 검색 결과`,
}
