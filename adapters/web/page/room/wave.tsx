import { type ReadonlySignal, useComputed, useSignalEffect } from '@preact/signals'
import { useRef } from 'preact/hooks'
import { MAX_OFFSET_MS, SAMPLES_PER_MS } from '#domain/mix/recipe.ts'
import { waveformPath } from '../share/addresses.ts'

/** The furthest that a track is moved to either side, in frames. */
export const MAX_OFFSET = MAX_OFFSET_MS * SAMPLES_PER_MS

/** Units of the picture; it is stretched to the lane. */
const WIDTH = 1800
const HEIGHT = 100

/** Where the song is, in steps that can be seen. It is moved by itself, over the picture, so that nothing is drawn anew as it moves. */
const Playhead = ({ position, length }: { readonly position: ReadonlySignal<number>; readonly length: number }) => {
  const line = useRef<HTMLDivElement>(null)
  const step = useComputed(() => Math.round(WIDTH * Math.min(1, position.value / length)))
  useSignalEffect(() => {
    line.current?.style.setProperty('transform', `translateX(${(100 * step.value) / WIDTH}%)`)
  })
  return <div class="playhead" ref={line} aria-hidden="true" />
}

export type WaveProps = {
  readonly name: string
  /** Of the peaks, as a media path. */
  readonly path: string
  readonly frames: number
  readonly offset: number
  /** Of the song, in frames: what the lane is wide. */
  readonly length: number
  readonly position: ReadonlySignal<number>
  readonly isMovable: boolean
  readonly onGrab: () => void
  /** Dragged by so many frames since it was grabbed. */
  readonly onDrag: (frames: number) => void
  readonly onNudge: (milliseconds: number) => void
  readonly onDrop: () => void
  readonly label: string
  readonly value: string
  readonly help: string
}

const NUDGES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1 }

/** A waveform where it lies in the song; it moves in time by dragging, and as a slider by keys. */
export const Wave = (props: WaveProps) => {
  const { name, path, frames, offset, length, isMovable, label, value, help } = props
  const from = useRef<number | null>(null)
  const unit = WIDTH / length
  return (
    <div class="timeline">
      <svg
        class={isMovable ? 'wave movable' : 'wave'}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="slider"
        tabIndex={isMovable ? 0 : -1}
        aria-label={`${label}, ${name}`}
        aria-disabled={!isMovable}
        aria-valuenow={Math.round(offset)}
        aria-valuemin={-MAX_OFFSET}
        aria-valuemax={MAX_OFFSET}
        aria-valuetext={value}
        aria-description={help}
        onPointerDown={(event) => {
          if (!isMovable || event.button !== 0) return
          from.current = event.clientX
          event.currentTarget.setPointerCapture(event.pointerId)
          props.onGrab()
        }}
        onPointerMove={(event) => {
          if (from.current === null) return
          const { width } = event.currentTarget.getBoundingClientRect()
          props.onDrag(((event.clientX - from.current) / width) * length)
        }}
        onPointerUp={() => {
          from.current = null
          props.onDrop()
        }}
        onPointerCancel={() => {
          from.current = null
          props.onDrop()
        }}
        onKeyDown={(event) => {
          const by = NUDGES[event.key]
          if (by === undefined || !isMovable) return
          event.preventDefault()
          props.onNudge(by * (event.shiftKey ? 10 : 1))
        }}
        onKeyUp={props.onDrop}
      >
        <image
          href={waveformPath(path)}
          x={offset * unit}
          y={0}
          width={frames * unit}
          height={HEIGHT}
          preserveAspectRatio="none"
        />
      </svg>
      <Playhead position={props.position} length={length} />
    </div>
  )
}
