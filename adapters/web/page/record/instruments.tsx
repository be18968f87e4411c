import { INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { usePage } from '../context.ts'

type Props = {
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
  readonly wrong: string | undefined
}

/** Which instruments are on a track. */
export const InstrumentChoice = ({ chosen, onChange, wrong }: Props) => {
  const { record: say, room } = usePage().words
  return (
    <fieldset class="field choice" aria-describedby={wrong === undefined ? undefined : 'instruments-fault'}>
      <legend>{say.instruments}</legend>
      <div class="words">
        {INSTRUMENTS.map((word) => (
          <label class="chip" key={word}>
            <input
              type="checkbox"
              checked={chosen.includes(word)}
              onChange={({ currentTarget }) =>
                onChange(INSTRUMENTS.filter((one) => (one === word ? currentTarget.checked : chosen.includes(one))))
              }
            />
            {room.instruments[word]}
          </label>
        ))}
      </div>
      {wrong !== undefined && (
        <span class="fault" id="instruments-fault" role="alert">
          {wrong}
        </span>
      )}
    </fieldset>
  )
}
