import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'
import { wordLabel } from '../share/describe.ts'
import { HomeLists, WordIndex } from './home.tsx'

/** The start page of a genre or an instrument. */
export const WordView = ({ home: lists, kind, word }: Views['word']) => {
  const { words } = usePage()
  return (
    <>
      <h1>{wordLabel(words, kind, word)}</h1>
      <p class="faint">{words.home.totals(lists.total_posts, lists.total_users)}</p>
      <WordIndex />
      <HomeLists home={lists} />
    </>
  )
}
