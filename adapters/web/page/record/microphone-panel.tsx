import { SAMPLES_PER_MS } from '#domain/mix/recipe.ts'
import { SAMPLE_RATE } from '#domain/sound/block.ts'
import { amplitudeInDecibels } from '#domain/sound/decibels.ts'
import { usePage } from '../context.ts'
import { LevelMeter } from '../parts/level-meter.tsx'
import { writtenNumber } from '../words/number.ts'
import type { Recorder } from './recorder.ts'

const MOST_BARS = 2

/** Shows what comes in. That it was too loud stays until somebody has seen it. */
const Meter = ({ recorder }: { readonly recorder: Recorder }) => {
  const { record: say, room } = usePage().words
  const level = amplitudeInDecibels(recorder.level.value.peak)
  return (
    <div class="input-level">
      <LevelMeter label={say.level} level={level} high={-3} />
      <output aria-live="off">{room.decibels(writtenNumber(level, 0))}</output>
    </div>
  )
}

const Clipped = ({ recorder }: { readonly recorder: Recorder }) => {
  const { record: say } = usePage().words
  if (!recorder.hasClipped.value) return null
  return (
    <p role="alert">
      {say.clipped}{' '}
      <button type="button" class="quiet" onClick={recorder.clear}>
        {say.clear}
      </button>
    </p>
  )
}

const Device = ({ recorder }: { readonly recorder: Recorder }) => {
  const { record: say } = usePage().words
  const { microphone, devices, state } = recorder
  const open = microphone.value!
  return (
    <>
      <div class="field">
        <label for="microphone">{say.microphone}</label>
        <select
          id="microphone"
          value={open.deviceId}
          disabled={state.value !== 'armed'}
          onChange={({ currentTarget }) => void recorder.arm(currentTarget.value)}
        >
          {devices.value.map(({ deviceId, label }) => (
            <option value={deviceId} key={deviceId}>
              {label}
            </option>
          ))}
        </select>
      </div>
      <p class="faint">{say.channels(open.channels)}</p>
      {open.stillOn.length > 0 && (
        <p class="notice">{say.stillOn(open.stillOn.map((one) => say.processing[one]).join(', '))}</p>
      )}
      {open.isBluetooth && <p class="notice">{say.bluetooth}</p>}
    </>
  )
}

const Latency = ({ recorder }: { readonly recorder: Recorder }) => {
  const { record: say } = usePage().words
  const { roundTrip, isMeasured, state } = recorder
  const milliseconds = (roundTrip.value / SAMPLES_PER_MS).toFixed(1)
  return (
    <div class="actions">
      <p>{isMeasured.value ? say.latencyMeasured(milliseconds) : say.latencyEstimated(milliseconds)}</p>
      <button
        type="button"
        class="quiet"
        disabled={state.value !== 'armed'}
        aria-describedby="measure-hint"
        onClick={() => void recorder.measure()}
      >
        {say.measure}
      </button>
      <span class="hint" id="measure-hint">
        {say.measureHint}
      </span>
    </div>
  )
}

const CountIn = ({ recorder }: { readonly recorder: Recorder }) => {
  const { record: say } = usePage().words
  const { bars, hasMetronome, song, state } = recorder
  if (song?.bpm === null) return <p class="faint">{say.noBpm}</p>
  return (
    <fieldset class="plain actions" disabled={state.value !== 'armed'}>
      <legend>{say.countIn}</legend>
      {Array.from({ length: MOST_BARS + 1 }, (_, count) => (
        <label class="switch" key={count}>
          <input
            type="radio"
            name="bars"
            checked={bars.value === count}
            onChange={() => {
              bars.value = count
            }}
          />
          {say.bars(count)}
        </label>
      ))}
      <label class="switch">
        <input
          type="checkbox"
          checked={hasMetronome.value}
          onChange={({ currentTarget }) => {
            hasMetronome.value = currentTarget.checked
          }}
        />
        {say.metronome}
      </label>
    </fieldset>
  )
}

const Buttons = ({ recorder }: { readonly recorder: Recorder }) => {
  const { record: say } = usePage().words
  const { state } = recorder
  const isOn = state.value === 'counting' || state.value === 'recording' || state.value === 'finishing'
  return (
    <div class="actions">
      <button
        type="button"
        class={isOn ? 'danger' : ''}
        disabled={state.value === 'measuring' || state.value === 'finishing'}
        onClick={() => void (isOn ? recorder.stop() : recorder.record())}
      >
        {isOn ? say.stop : say.record}
      </button>
      {isOn && <span class="recording">{say.recorded((recorder.written.value / SAMPLE_RATE).toFixed(1))}</span>}
      {state.value === 'armed' && (
        <button type="button" class="quiet" onClick={recorder.disarm}>
          {say.disarm}
        </button>
      )}
    </div>
  )
}

/** Opens a microphone, and records. */
export const MicrophonePanel = ({ recorder }: { readonly recorder: Recorder }) => {
  const { record: say } = usePage().words
  const { state, microphone, missing, remark, song } = recorder
  const isOpen = microphone.value !== null
  return (
    <div class="microphone">
      {!isOpen && (
        <button type="button" disabled={state.value === 'opening'} onClick={() => void recorder.arm()}>
          {say.arm}
        </button>
      )}
      {!isOpen && <p class="hint">{say.armHint}</p>}
      {missing.value !== null && <p role="alert">{say.missing[missing.value]}</p>}
      {isOpen && (
        <>
          <Device recorder={recorder} />
          <Meter recorder={recorder} />
          <Clipped recorder={recorder} />
          {song !== null && <Latency recorder={recorder} />}
          {song !== null && <CountIn recorder={recorder} />}
          <Buttons recorder={recorder} />
        </>
      )}
      <p role="status">
        {say.states[state.value]} {remark.value === null ? '' : say.remarks[remark.value]}
      </p>
    </div>
  )
}
