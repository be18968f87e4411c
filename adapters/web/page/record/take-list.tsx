import { SAMPLES_PER_MS } from '#domain/mix/recipe.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { usePage } from '../context.ts'
import { DeleteButton } from '../parts/delete-button.tsx'
import { type Take, takeOf } from './take.ts'
import type { KeptTake, Takes } from './takes.ts'

const COARSE = 10

type NumberProps = {
  readonly label: string
  readonly hint?: string
  readonly unit: number
  readonly step: number
  readonly least: number
  readonly most: number
  readonly value: number
  readonly onChange: (frames: number) => void
}

/** A length in frames, as a number of milliseconds or seconds; with Shift the arrow keys go ten steps. */
const FramesField = ({ label, hint, unit, step, least, most, value, onChange }: NumberProps) => {
  const set = (shown: number) => {
    if (Number.isFinite(shown)) onChange(Math.max(least, Math.min(most, Math.round(shown * unit))))
  }
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        step={step}
        min={least / unit}
        max={most / unit}
        value={Number((value / unit).toFixed(3))}
        title={hint}
        onChange={({ currentTarget }) => set(currentTarget.valueAsNumber)}
        onKeyDown={(event) => {
          const by = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0
          if (by === 0) return
          event.preventDefault()
          set(value / unit + by * step * (event.shiftKey ? COARSE : 1))
        }}
      />
    </label>
  )
}

const NUDGE_MS = 1000

type RowProps = {
  readonly kept: KeptTake
  readonly number: number
  readonly takes: Takes
  readonly isChosen: boolean
  readonly onChoose: () => void
  /** Whether there is a song that it is laid in. */
  readonly hasSong: boolean
}

const TakeRow = ({ kept, number, takes, isChosen, onChoose, hasSong }: RowProps) => {
  const { words, language } = usePage()
  const { record: say, shell } = words
  const { take, url, isHeard } = kept
  const frames = take.frames ?? 0
  const change = (how: Partial<Take>) => takes.change(take.name, (now) => ({ ...now, ...how }))
  const { madeAt } = takeOf(take)
  const time = madeAt.toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' })
  const name = say.take(number, time, (frames / SAMPLE_RATE).toFixed(1))
  return (
    <div class="take" role="group" aria-label={name}>
      <label class="switch">
        <input type="radio" name="chosen-take" checked={isChosen} onChange={onChoose} />
        <strong>{name}</strong>
      </label>
      {hasSong ? (
        <label class="switch">
          <input
            type="checkbox"
            checked={isHeard}
            onChange={({ currentTarget }) => takes.hear(take.name, currentTarget.checked)}
          />
          {say.hear}
        </label>
      ) : (
        <audio controls src={url} aria-label={name} />
      )}
      <div class="numbers">
        {hasSong && (
          <FramesField
            label={say.nudge}
            hint={say.nudgeHint}
            unit={SAMPLES_PER_MS}
            step={1}
            least={-NUDGE_MS * SAMPLES_PER_MS}
            most={NUDGE_MS * SAMPLES_PER_MS}
            value={take.nudge}
            onChange={(nudge) => change({ nudge })}
          />
        )}
        <FramesField
          label={say.trimStart}
          unit={SAMPLE_RATE}
          step={0.1}
          least={0}
          most={frames - take.trimEnd}
          value={take.trimStart}
          onChange={(trimStart) => change({ trimStart })}
        />
        <FramesField
          label={say.trimEnd}
          unit={SAMPLE_RATE}
          step={0.1}
          least={0}
          most={frames - take.trimStart}
          value={take.trimEnd}
          onChange={(trimEnd) => change({ trimEnd })}
        />
      </div>
      {hasSong && <p class="faint">{take.isMeasured ? say.laidMeasured : say.laidEstimated}</p>}
      <DeleteButton
        label={shell.remove}
        name={say.removeTake(name)}
        question={say.removeSure}
        ask={async () => ({ ok: true, value: await takes.remove(take.name) })}
      />
    </div>
  )
}

type ListProps = Pick<RowProps, 'takes' | 'hasSong'> & {
  readonly chosen: string | null
  readonly onChoose: (name: string) => void
}

/** The takes on this device; one of them is sent. */
export const TakeList = ({ takes, chosen, onChoose, hasSong }: ListProps) => {
  const { record: say } = usePage().words
  if (!takes.isPossible.value) return <p role="alert">{say.noPlace}</p>
  if (takes.all.value.length === 0) return null
  return (
    <fieldset class="plain">
      <legend>{say.takes}</legend>
      <p class="hint">{say.takesHint}</p>
      <ul class="takes">
        {takes.all.value.map((kept, at) => (
          <li key={kept.take.name}>
            <TakeRow
              kept={kept}
              number={at + 1}
              takes={takes}
              isChosen={kept.take.name === chosen}
              onChoose={() => onChoose(kept.take.name)}
              hasSong={hasSong}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  )
}
