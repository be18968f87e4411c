import type { Views } from '../../contract.ts'
import { mediaAt, usePage } from '../context.ts'
import { absolute, waveformPath } from '../share/addresses.ts'
import { soundOf } from '../share/credits.ts'
import { describePost } from '../share/describe.ts'

/** A song in a frame of another site. It has no script, and nobody is logged in there. */
export const EmbedView = ({ post }: Views['embed']) => {
  const page = usePage()
  const { room, share, shell } = page.words
  const sound = soundOf(post)
  return (
    <main class="embed">
      <h1>
        <a
          href={absolute(page, `/post/${post.id}`)}
          target="_blank"
          rel="noopener"
          aria-label={share.openInSoundhub(post.title)}
        >
          {post.title}
        </a>
      </h1>
      <p>
        {room.by(post.author.nickname)} · {shell.name}
      </p>
      {post.track.waveform !== null && <img class="wave" src={waveformPath(post.track.waveform)} alt="" />}
      {sound === null ? (
        <p class="faint">{room.failed}</p>
      ) : (
        <audio controls preload="none" src={mediaAt(page, sound)} aria-label={share.listen(post.title)} />
      )}
      <p class="faint">{describePost(post, page.words)}</p>
    </main>
  )
}
