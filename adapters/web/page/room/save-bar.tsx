import { useState } from 'preact/hooks'
import { DEFAULT_MASTER, HUNDREDTHS, type Loudness, MAX_LOUDNESS_LUFS, MIN_LOUDNESS_LUFS } from '#domain/mix/recipe.ts'
import { usePage } from '../context.ts'
import { useAction } from '../parts/action.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { writtenNumber } from '../words/number.ts'
import { withMaster } from './edit-recipe.ts'
import { isOver } from './mix-progress.ts'
import type { Room } from './room-state.ts'
import { logInPath } from '../share/addresses.ts'

/** The target of the master, and what becomes of the edited mix. */
export const SaveBar = ({ room }: { readonly room: Room }) => {
  const { words, viewer, path } = usePage()
  const { room: say } = words
  const { recipe, saved, isChanged, audition } = room
  const { refused, isBusy, act } = useAction()
  const [isProposed, setProposed] = useState(false)
  const { loudness } = recipe.value.value.master
  const mix = saved.value.mix
  const isAuthor = viewer?.id === room.post.author.id
  const isRunning = mix !== null && !isOver(mix)
  const written = loudness === null ? say.targetOff : say.lufs(writtenNumber(loudness / HUNDREDTHS, 1))

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
          value={(loudness ?? DEFAULT_MASTER.loudness!) / HUNDREDTHS}
          aria-valuetext={written}
          onInput={({ currentTarget }) =>
            recipe.change(
              withMaster(recipe.value.value, { loudness: (currentTarget.valueAsNumber * HUNDREDTHS) as Loudness }),
              'loudness',
            )
          }
          onChange={recipe.settle}
        />
        <output>{written}</output>
      </label>
      <label class="switch">
        <input
          type="checkbox"
          checked={loudness === null}
          onChange={({ currentTarget }) =>
            recipe.change(
              withMaster(recipe.value.value, { loudness: currentTarget.checked ? null : DEFAULT_MASTER.loudness }),
            )
          }
        />
        {say.targetOff}
      </label>
      <p class="faint">{audition.value.isExact ? say.exact : say.estimated}</p>
      <div class="actions">
        {isAuthor && (
          <button type="button" disabled={!isChanged.value || isBusy} onClick={() => void act(room.save)}>
            {say.save}
          </button>
        )}
        {!isAuthor && viewer !== null && (
          <button
            type="button"
            disabled={!isChanged.value || isBusy}
            onClick={() => void act(room.propose, () => setProposed(true))}
          >
            {say.propose}
          </button>
        )}
        {viewer === null && isChanged.value && (
          <a class="button" href={logInPath(path)}>
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
      {refused?.status === 412 && <p role="alert">{say.conflict}</p>}
      {refused !== null && refused.status !== 412 && <Refusal refused={refused} />}
    </div>
  )
}
