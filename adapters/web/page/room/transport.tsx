import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { usePage } from '../context.ts'
import { LevelMeter } from '../parts/level-meter.tsx'
import { writtenNumber } from '../words/number.ts'
import type { Room } from './room-state.ts'

const clock = (frames: number): string => {
  const seconds = Math.floor(frames / SAMPLE_RATE)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Plays, seeks and loops. */
export const Transport = ({ room }: { readonly room: Room }) => {
  const { room: say } = usePage().words
  const { player, loop, length, recipe } = room
  const { state, position, levels, fault } = player
  return (
    <div class="transport">
      <button type="button" class="play" onClick={room.togglePlay}>
        {room.isPlaying.value ? say.pause : say.play}
      </button>
      <button type="button" class="quiet" onClick={() => player.seek(loop.value?.from ?? 0)}>
        {say.toStart}
      </button>
      <label class="seek">
        <span class="unseen">{say.position}</span>
        <input
          type="range"
          min={0}
          max={length.value}
          step={SAMPLE_RATE / 10}
          value={position.value}
          aria-valuetext={`${clock(position.value)} / ${clock(length.value)}`}
          onInput={({ currentTarget }) => player.seek(Math.round(currentTarget.valueAsNumber))}
        />
      </label>
      <output class="time" aria-live="off">
        {clock(position.value)} / {clock(length.value)}
      </output>
      <span class="loops">
        <button
          type="button"
          class="quiet"
          aria-pressed={loop.value !== null}
          onClick={() => {
            loop.value = {
              from: position.value,
              to: loop.value === null || loop.value.to <= position.value ? length.value : loop.value.to,
            }
          }}
        >
          {say.loopFrom}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={position.value <= (loop.value?.from ?? 0)}
          onClick={() => {
            loop.value = { from: loop.value?.from ?? 0, to: position.value }
          }}
        >
          {say.loopTo}
        </button>
        {loop.value !== null && (
          <button
            type="button"
            class="quiet"
            onClick={() => {
              loop.value = null
            }}
          >
            {say.noLoop} ({clock(loop.value.from)}–{clock(loop.value.to)})
          </button>
        )}
      </span>
      <span class="history">
        <button type="button" class="quiet" disabled={!recipe.canUndo.value} onClick={recipe.undo}>
          {say.undo}
        </button>
        <button type="button" class="quiet" disabled={!recipe.canRedo.value} onClick={recipe.redo}>
          {say.redo}
        </button>
      </span>
      <dl class="meters">
        <dt>{say.loudnessNow}</dt>
        <dd>
          <LevelMeter label={say.loudnessNow} level={levels.value.momentary} high={-9} />
          {say.lufs(writtenNumber(levels.value.momentary, 1))}
        </dd>
        <dt>{say.peakNow}</dt>
        <dd>
          <LevelMeter label={say.peakNow} level={levels.value.truePeak} high={-1} />
          {say.dbtp(writtenNumber(levels.value.truePeak, 1))}
        </dd>
      </dl>
      <p role="status" class="faint">
        {state.value === 'waiting' ? say.loading : ''}
      </p>
      {fault.value !== null && <p role="alert">{say.unreadable}</p>}
    </div>
  )
}
