import { useEffect, useState } from 'preact/hooks'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'

type Hit = { readonly href: string; readonly label: string }

/** Nothing is asked while somebody is still typing. */
const PAUSE_MS = 200
const MOST_HITS = 8

/** Songs and musicians with this in their names; nothing where the API refuses the keyword. */
const hitsFor = async (keyword: string): Promise<readonly Hit[]> => {
  const answer = await asked(api.search.getSearch({ keyword }))
  if (!answer.ok) return []
  const { posts_by_title: songs, users } = answer.value
  return [
    ...songs.map(({ id, title, author }) => ({ href: `/post/${id}`, label: `${title} · ${author.nickname}` })),
    ...users.map(({ id, nickname }) => ({ href: `/user/${id}`, label: nickname })),
  ].slice(0, MOST_HITS)
}

/** Searches as one types. Without a script it is a form that opens the page of results. */
export const SearchBox = () => {
  const { words, view } = usePage()
  const { shell, home } = words
  const [keyword, setKeyword] = useState(view.name === 'search' ? view.keyword : '')
  const [hits, setHits] = useState<readonly Hit[] | null>(null)

  useEffect(() => {
    const wanted = keyword.trim()
    if (wanted === '' || (view.name === 'search' && wanted === view.keyword)) return setHits(null)
    let isWanted = true
    const timer = setTimeout(() => {
      void hitsFor(wanted).then((found) => (isWanted ? setHits(found) : undefined))
    }, PAUSE_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [keyword])

  return (
    <form
      action="/search"
      role="search"
      onKeyDown={({ key }) => {
        if (key === 'Escape') setHits(null)
      }}
    >
      <input
        type="search"
        name="keyword"
        autocomplete="off"
        aria-label={shell.searchFor}
        placeholder={shell.searchFor}
        value={keyword}
        onInput={({ currentTarget }) => setKeyword(currentTarget.value)}
      />
      <p class="unseen" role="status">
        {hits === null ? '' : home.hits(hits.length)}
      </p>
      {hits !== null && hits.length > 0 && (
        <ul class="hits">
          {hits.map(({ href, label }) => (
            <li key={href}>
              <a href={href}>{label}</a>
            </li>
          ))}
        </ul>
      )}
    </form>
  )
}
