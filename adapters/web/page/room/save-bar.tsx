import { useState } from 'preact/hooks'
import { HUNDREDTHS, type Loudness, MAX_LOUDNESS_LUFS, MIN_LOUDNESS_LUFS } from '#domain/mix/recipe.ts'
import { usePage } from '../context.ts'
import { Refusal } from '../parts/refusal.tsx'
import { withMaster } from './edit-recipe.ts'
import type { Room } from './room-state.ts'

/** The target of the master, and what becomes of the edited mix. */
export const SaveBar = ({ room }: { readonly room: Room }) => {
  const { words, viewer, path } = usePage()
  const { room: say } = words
  const { recipe, saved, isChanged, refused, audition } = room
  const [isProposed, setProposed] = useState(false)
  const [isBusy, setBusy] = useState(false)
  const { loudness } = recipe.value.value.master
  const mix = saved.value.mix
  const isAuthor = viewer?.id === room.post.author.id
  const isRunning = mix !== null && mix.status !== 'done' && mix.status !== 'failed'
  const busy = async (work: () => Promise<unknown>) => {
    setBusy(true)
    await work()
    setBusy(false)
  }

  return (
    <div class="save">
      <label class="target">
        <span>{say.target}</span>
        <input
          type="range"
          min={MIN_LOUDNESS_LUFS}
          max={MAX_LOUDNESS_LUFS}
          step={0.5}
          disabled={loudness === null}
          value={(loudness ?? -1400) / HUNDREDTHS}
          aria-valuetext={loudness === null ? say.targetOff : say.lufs(String(loudness / HUNDREDTHS))}
          onInput={({ currentTarget }) =>
            recipe.change(
              withMaster(recipe.value.value, { loudness: (currentTarget.valueAsNumber * HUNDREDTHS) as Loudness }),
              'loudness',
            )
          }
          onChange={recipe.settle}
        />
        <output>
          {loudness === null ? say.targetOff : say.lufs((loudness / HUNDREDTHS).toFixed(1).replace('-', '−'))}
        </output>
      </label>
      <label class="switch">
        <input
          type="checkbox"
          checked={loudness === null}
          onChange={({ currentTarget }) =>
            recipe.change(
              withMaster(recipe.value.value, { loudness: currentTarget.checked ? null : (-1400 as Loudness) }),
            )
          }
        />
        {say.targetOff}
      </label>
      <p class="faint">{audition.value.isExact ? say.exact : say.estimated}</p>
      <div class="actions">
        {isAuthor && (
          <button type="button" disabled={!isChanged.value || isBusy} onClick={() => void busy(room.save)}>
            {say.save}
          </button>
        )}
        {!isAuthor && viewer !== null && (
          <button
            type="button"
            disabled={!isChanged.value || isBusy}
            onClick={() => void busy(async () => setProposed(await room.propose()))}
          >
            {say.propose}
          </button>
        )}
        {viewer === null && isChanged.value && (
          <a class="button" href={`/login?next=${encodeURIComponent(path)}`}>
            {say.logInToPropose}
          </a>
        )}
        {isChanged.value && (
          <button type="button" class="quiet" onClick={() => recipe.change(saved.value.recipe)}>
            {say.discard}
          </button>
        )}
      </div>
      <p role="status">
        {isRunning
          ? `${say.progress[mix.status]} ${mix.progress} %`
          : mix?.status === 'failed'
            ? say.progress.failed
            : isProposed
              ? say.proposed
              : isChanged.value
                ? say.unsaved
                : ''}
      </p>
      {isRunning && <progress max={100} value={mix.progress} aria-label={say.progress[mix.status]} />}
      {refused.value?.status === 412 && <p role="alert">{say.conflict}</p>}
      {refused.value !== null && refused.value.status !== 412 && <Refusal refused={refused.value} />}
    </div>
  )
}
