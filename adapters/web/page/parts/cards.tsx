import type { Author, Post, User } from '#adapters/client/soundhub.ts'
import { mediaAt, usePage } from '../context.ts'
import { waveformPath } from '../share/addresses.ts'
import { wordLabel, wordLabels } from '../share/describe.ts'

/** The picture of a person, or the first letter of the nickname. */
export const Face = ({ who }: { readonly who: Pick<Author, 'nickname' | 'profile_img'> }) => {
  const page = usePage()
  const { profile_img: picture, nickname } = who
  if (picture === null)
    return (
      <span class="face" aria-hidden="true">
        {String.fromCodePoint(nickname.codePointAt(0)!)}
      </span>
    )
  return <img class="face" src={mediaAt(page, picture)} alt="" width={40} height={40} loading="lazy" />
}

/** Instruments or genres, each a link to its start page. */
export const WordLinks = ({
  kind,
  words: shown,
}: {
  readonly kind: 'genre' | 'instrument'
  readonly words: readonly string[]
}) => {
  const { words } = usePage()
  return (
    <span class="words">
      {shown.map((word) => (
        <a class="chip" href={`/home/${kind}/${word}`} key={word}>
          {wordLabel(words, kind, word)}
        </a>
      ))}
    </span>
  )
}

/** The picture of a song, or else its sound. */
const Cover = ({ post }: { readonly post: Post }) => {
  const page = usePage()
  if (post.post_img !== null) return <img src={mediaAt(page, post.post_img)} alt="" loading="lazy" />
  if (post.track.waveform !== null)
    return <img class="sound" src={waveformPath(post.track.waveform)} alt="" loading="lazy" />
  return <span>♪</span>
}

/** A song in a list. */
export const SongCard = ({ post }: { readonly post: Post }) => {
  const page = usePage()
  const { home, room } = page.words
  return (
    <li class="card">
      <a class="cover" href={`/post/${post.id}`} tabindex={-1} aria-hidden="true">
        <Cover post={post} />
      </a>
      <h3>
        <a href={`/post/${post.id}`}>{post.title}</a>
      </h3>
      <p>
        <a href={`/user/${post.author.id}`}>{room.by(post.author.nickname)}</a>
      </p>
      <WordLinks kind="genre" words={post.genres} />
      <p class="faint">
        {home.tracks(post.num_comments)} · {home.likes(post.num_liked)}
      </p>
    </li>
  )
}

/** Songs, or a sentence where there are none. */
export const Songs = ({ posts, empty }: { readonly posts: readonly Post[]; readonly empty: string }) =>
  posts.length === 0 ? (
    <p class="faint">{empty}</p>
  ) : (
    <ul class="cards">
      {posts.map((post) => (
        <SongCard post={post} key={post.id} />
      ))}
    </ul>
  )

/** Musicians, or a sentence where there are none. */
export const Musicians = ({ users, empty }: { readonly users: readonly User[]; readonly empty: string }) => {
  const { words } = usePage()
  const { home } = words
  if (users.length === 0) return <p class="faint">{empty}</p>
  return (
    <ul class="people">
      {users.map((user) => (
        <li key={user.id}>
          <Face who={user} />
          <div>
            <a href={`/user/${user.id}`}>{user.nickname}</a>
            <p class="faint">
              {user.instruments.length > 0 && `${wordLabels(words, 'instrument', user.instruments).join(', ')} · `}
              {home.followers(user.num_followers)}
            </p>
          </div>
        </li>
      ))}
    </ul>
  )
}
