import { useComputed } from '@preact/signals'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { usePage } from '../context.ts'
import { LevelMeter } from '../parts/level-meter.tsx'
import { writtenNumber } from '../words/number.ts'
import type { Room } from './room-state.ts'

/** In frames: a tenth of a second. */
const SEEK_STEP = SAMPLE_RATE / 10

const clock = (frames: number): string => {
  const seconds = Math.floor(frames / SAMPLE_RATE)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

type Player = Room['player']

/** Where the song is, and moves it. It is drawn ten times a second while it plays. */
const Seek = ({ player, length }: { readonly player: Player; readonly length: number }) => {
  const { room: say } = usePage().words
  const at = useComputed(() => SEEK_STEP * Math.round(player.position.value / SEEK_STEP))
  const time = `${clock(at.value)} / ${clock(length)}`
  return (
    <>
      <label class="seek">
        <span class="unseen">{say.position}</span>
        <input
          type="range"
          min={0}
          max={length}
          step={SEEK_STEP}
          value={at.value}
          aria-valuetext={time}
          onInput={({ currentTarget }) => player.seek(Math.round(currentTarget.valueAsNumber))}
        />
      </label>
      <output class="time" aria-live="off">
        {time}
      </output>
    </>
  )
}

/** How loud it is right now. */
const Meters = ({ levels }: Pick<Player, 'levels'>) => {
  const { room: say } = usePage().words
  const { momentary, truePeak } = levels.value
  return (
    <dl class="meters">
      <dt>{say.loudnessNow}</dt>
      <dd>
        <LevelMeter label={say.loudnessNow} level={momentary} high={-9} />
        {say.lufs(writtenNumber(momentary, 1))}
      </dd>
      <dt>{say.peakNow}</dt>
      <dd>
        <LevelMeter label={say.peakNow} level={truePeak} high={-1} />
        {say.dbtp(writtenNumber(truePeak, 1))}
      </dd>
    </dl>
  )
}

/** Plays, seeks and loops. */
export const Transport = ({ room }: { readonly room: Room }) => {
  const { room: say } = usePage().words
  const { player, loop, length, recipe } = room
  const { state, position, levels, fault } = player
  const canEnd = useComputed(() => position.value > (loop.value?.from ?? 0))
  return (
    <div class="transport">
      <button type="button" class="play" onClick={room.togglePlay}>
        {room.isPlaying.value ? say.pause : say.play}
      </button>
      <button type="button" class="quiet" onClick={() => player.seek(loop.value?.from ?? 0)}>
        {say.toStart}
      </button>
      <Seek player={player} length={length.value} />
      <span class="loops">
        <button
          type="button"
          class="quiet"
          aria-pressed={loop.value !== null}
          onClick={() => {
            loop.value = {
              from: position.peek(),
              to: loop.value === null || loop.value.to <= position.peek() ? length.value : loop.value.to,
            }
          }}
        >
          {say.loopFrom}
        </button>
        <button
          type="button"
          class="quiet"
          disabled={!canEnd.value}
          onClick={() => {
            loop.value = { from: loop.value?.from ?? 0, to: position.peek() }
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
      <Meters levels={levels} />
      <p role="status" class="faint">
        {state.value === 'waiting' ? say.loading : ''}
      </p>
      {fault.value !== null && <p role="alert">{say.unreadable}</p>}
    </div>
  )
}
