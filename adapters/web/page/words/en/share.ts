/** What is said of Soundhub elsewhere: in results of search engines, previews of links, feeds and embedded players. */
export const share = {
  plays: (nickname: string, instruments: readonly string[]) => `${nickname} (${instruments.join(', ')})`,
  playedBy: (credits: readonly string[]) => `Played by ${credits.join(', ')}.`,
  open: (answers: number) =>
    answers === 0
      ? 'Be the first to answer with a track.'
      : `${answers === 1 ? '1 track answers' : `${answers} tracks answer`} it so far.`,
  musician: (nickname: string, instruments: readonly string[]) =>
    instruments.length === 0 ? `${nickname} on Soundhub.` : `${nickname} plays ${instruments.join(', ')} on Soundhub.`,
  songs: (count: number) => (count === 1 ? '1 song.' : `${count} songs.`),
  songsOf: (word: string) => `Songs and musicians: ${word}`,
  newSongs: 'New songs on Soundhub',
  newSongsBy: (nickname: string) => `Songs by ${nickname} on Soundhub`,
  newSongsOf: (genre: string) => `${genre} on Soundhub`,
  openInSoundhub: (title: string) => `Open “${title}” in Soundhub (a new tab)`,
  listen: (title: string) => `Listen to “${title}”`,
}
