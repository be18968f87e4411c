import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'
import { HomeLists, WordIndex } from './home.tsx'

/** The start page of a genre or an instrument. */
export const WordView = ({ home: lists, kind, word }: Views['word']) => {
  const { home, room } = usePage().words
  const labels: Readonly<Record<string, string>> = kind === 'genre' ? room.genres : room.instruments
  return (
    <>
      <h1>{labels[word] ?? word}</h1>
      <p class="faint">{home.totals(lists.total_posts, lists.total_users)}</p>
      <WordIndex />
      <HomeLists home={lists} />
    </>
  )
}
