import { useRef } from 'preact/hooks'
import {
  HUNDREDTHS,
  MAX_GAIN_DB,
  MAX_PAN,
  MIN_GAIN_DB,
  type Offset,
  type Gain,
  type Pan,
  SAMPLES_PER_MS,
  DEFAULT_SETTINGS,
} from '#domain/mix/recipe.ts'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { DeleteButton } from '../parts/delete-button.tsx'
import { mayDelete } from '../parts/may-delete.ts'
import { wordLabels } from '../share/describe.ts'
import { writtenNumber } from '../words/number.ts'
import { settingsOf, withSettings, withTrack } from './edit-recipe.ts'
import type { Room } from './room-state.ts'
import type { RoomTrack } from './tracks.ts'
import { MAX_OFFSET, Wave } from './wave.tsx'

const within = (offset: number): Offset => Math.max(-MAX_OFFSET, Math.min(MAX_OFFSET, Math.round(offset))) as Offset

/** A track of the room: its waveform, and what is done to it. */
export const Lane = ({ room, track: lane }: { readonly room: Room; readonly track: RoomTrack }) => {
  const { words, viewer } = usePage()
  const { room: say } = words
  const { key, author, instruments, track } = lane
  const { recipe } = room
  const settings = settingsOf(recipe.value.value, key)
  const { gain, pan, offset, mute, solo } = settings ?? DEFAULT_SETTINGS
  const labels = wordLabels(words, 'instrument', instruments).join(', ')
  const name = say.lane(labels, author.nickname)
  const held = useRef(0)
  const set = (change: Parameters<typeof withSettings>[2], step: string) =>
    recipe.change(withSettings(recipe.value.value, key, change), `${step} ${key}`)
  const move = (by: number) => set({ offset: within(offset + by) }, 'offset')
  const isOut = settings === null

  return (
    <li class={isOut ? 'lane out' : 'lane'}>
      <div class="who">
        <strong>{labels}</strong>
        <a href={`/user/${author.id}`}>{author.nickname}</a>
        {key !== 0 && (
          <label class="switch">
            <input
              type="checkbox"
              checked={!isOut}
              disabled={track.status !== 'ready'}
              onChange={({ currentTarget }) => recipe.change(withTrack(recipe.value.value, key, currentTarget.checked))}
            />
            {say.inMix}
          </label>
        )}
        {key !== 0 && mayDelete(viewer, author) && (
          <DeleteButton
            label={say.removeTrack}
            question={say.removeTrackSure}
            ask={() => asked(api.comments.deletePostCommentById(key))}
            done={() => location.reload()}
          />
        )}
      </div>
      {track.status === 'ready' ? (
        <Wave
          name={name}
          path={track.waveform!}
          frames={track.length_samples ?? 0}
          offset={offset}
          length={room.length.value}
          position={room.player.position}
          isMovable={!isOut}
          onGrab={() => {
            held.current = offset
          }}
          onDrag={(by) => set({ offset: within(held.current + by) }, 'offset')}
          onNudge={(milliseconds) => move(milliseconds * SAMPLES_PER_MS)}
          onDrop={recipe.settle}
          help={say.offsetHelp}
          label={say.offset}
          value={say.milliseconds(writtenNumber(offset / SAMPLES_PER_MS, 1))}
        />
      ) : (
        <p class="faint wave">{track.status === 'processing' ? say.processing : say.failed}</p>
      )}
      <fieldset class="settings" disabled={isOut}>
        <legend class="unseen">{name}</legend>
        <label>
          <span>{say.gain}</span>
          <input
            type="range"
            min={MIN_GAIN_DB}
            max={MAX_GAIN_DB}
            step={0.5}
            value={gain / HUNDREDTHS}
            aria-valuetext={say.decibels(writtenNumber(gain / HUNDREDTHS, 1))}
            onInput={({ currentTarget }) =>
              set({ gain: Math.round(currentTarget.valueAsNumber * HUNDREDTHS) as Gain }, 'gain')
            }
            onChange={recipe.settle}
          />
          <output>{say.decibels(writtenNumber(gain / HUNDREDTHS, 1))}</output>
        </label>
        <label>
          <span>{say.pan}</span>
          <input
            type="range"
            min={-MAX_PAN}
            max={MAX_PAN}
            step={1}
            value={pan}
            aria-valuetext={say.panned(pan)}
            onInput={({ currentTarget }) => set({ pan: currentTarget.valueAsNumber as Pan }, 'pan')}
            onChange={recipe.settle}
          />
          <output>{say.panned(pan)}</output>
        </label>
        <button type="button" class="toggle" aria-pressed={mute} onClick={() => set({ mute: !mute }, `mute ${!mute}`)}>
          {say.mute}
        </button>
        <button type="button" class="toggle" aria-pressed={solo} onClick={() => set({ solo: !solo }, `solo ${!solo}`)}>
          {say.solo}
        </button>
      </fieldset>
    </li>
  )
}
