import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'
import { Musicians, Songs } from '../parts/cards.tsx'

/** What a search found. */
export const SearchView = ({ found, keyword }: Views['search']) => {
  const { home, shell, room } = usePage().words
  if (found === null)
    return (
      <>
        <h1>{shell.search}</h1>
        <p>{home.typeSomething}</p>
      </>
    )
  const { users, posts_by_title: titled, posts_by_author: authored, comment_tracks: answers } = found
  const isEmpty = users.length + titled.length + authored.length + answers.length === 0
  return (
    <>
      <h1>{home.resultsFor(keyword)}</h1>
      {isEmpty && <p>{home.nothingFound(keyword)}</p>}
      {titled.length > 0 && (
        <section>
          <h2>{home.byTitle}</h2>
          <Songs posts={titled} empty="" />
        </section>
      )}
      {users.length > 0 && (
        <section>
          <h2>{home.popularMusicians}</h2>
          <Musicians users={users} empty="" />
        </section>
      )}
      {authored.length > 0 && (
        <section>
          <h2>{home.byAuthor}</h2>
          <Songs posts={authored} empty="" />
        </section>
      )}
      {answers.length > 0 && (
        <section>
          <h2>{home.answers}</h2>
          <ul>
            {answers.map((comment) => (
              <li key={comment.id}>
                {comment.post}, <a href={`/user/${comment.author.id}`}>{room.by(comment.author.nickname)}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
