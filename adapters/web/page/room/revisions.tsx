import type { Revision } from '#adapters/client/soundhub.ts'
import { api, asked } from '../api.ts'
import { mediaAt, usePage } from '../context.ts'
import { useAction } from '../parts/action.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Changes } from './changes.tsx'
import type { Room } from './room-state.ts'

/** Every mix there was: who is in it, what changed, heard and made the master again. */
export const Revisions = ({ room, revisions }: { readonly room: Room; readonly revisions: readonly Revision[] }) => {
  const page = usePage()
  const { words, viewer, language } = page
  const { room: say } = words
  const { refused, isBusy, act } = useAction()
  const isAuthor = viewer?.id === room.post.author.id
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' })
  const restore = (revision: number) =>
    act(
      () => asked(api.mixes.putPostByIdMix(room.post.id, { revision })),
      () => location.reload(),
    )
  return (
    <section aria-labelledby="revisions">
      <h2 id="revisions">{say.revisions}</h2>
      {revisions.length === 0 && <p class="faint">{say.noRevisions}</p>}
      {refused !== null && <Refusal refused={refused} />}
      <ol class="revisions">
        {revisions.map((revision) => (
          <li key={revision.revision}>
            <h3>
              {say.revision(revision.revision)}
              {revision.is_current && <span class="chip">{say.current}</span>}
              {revision.withdrawn && <span class="chip">{say.withdrawn}</span>}
            </h3>
            <p class="faint">
              <time dateTime={revision.finished_at}>{date.format(new Date(revision.finished_at))}</time> ·{' '}
              {revision.contributors.map(({ nickname }) => nickname).join(', ')}
            </p>
            <Changes changes={revision.changes} tracks={room.tracks} />
            {revision.master_track !== null && (
              <audio
                controls
                preload="none"
                src={mediaAt(page, revision.master_track)}
                aria-label={say.revision(revision.revision)}
              />
            )}
            {isAuthor && !revision.is_current && !revision.withdrawn && (
              <button type="button" class="quiet" disabled={isBusy} onClick={() => void restore(revision.revision)}>
                {say.makeMaster}
              </button>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
