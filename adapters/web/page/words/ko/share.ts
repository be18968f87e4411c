import type { share as english } from '../en/share.ts'

/** What is said of Soundhub elsewhere: in results of search engines, previews of links, feeds and embedded players. */
export const share: typeof english = {
  plays: (nickname, instruments) => `${nickname}(${instruments.join(', ')})`,
  playedBy: (credits) => `연주: ${credits.join(', ')}.`,
  open: (answers) => (answers === 0 ? '첫 트랙으로 답해 보세요.' : `지금까지 트랙 ${answers}개가 답했습니다.`),
  musician: (nickname, instruments) =>
    instruments.length === 0
      ? `Soundhub에서 활동하는 ${nickname}.`
      : `Soundhub에서 ${instruments.join(', ')} 트랙을 연주하는 ${nickname}.`,
  songs: (count) => `곡 ${count}개.`,
  songsOf: (word) => `${word} 곡과 음악가`,
  newSongs: 'Soundhub의 새로운 곡',
  newSongsBy: (nickname) => `${nickname}의 Soundhub 곡`,
  newSongsOf: (genre) => `Soundhub의 ${genre} 곡`,
  openInSoundhub: (title) => `Soundhub에서 “${title}” 열기 (새 탭)`,
  listen: (title) => `“${title}” 듣기`,
}
