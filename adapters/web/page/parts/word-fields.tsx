import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { usePage } from '../context.ts'
import { type Labelled, Notes } from './fields.tsx'
import { useField } from './form.tsx'

type WordsProps = {
  readonly label: string
  readonly hint?: string
  readonly chosen?: readonly string[]
}

const Choice = ({
  name,
  label,
  hint,
  all,
  labels,
  chosen = [],
}: Labelled & WordsProps & { readonly all: readonly string[]; readonly labels: Readonly<Record<string, string>> }) => {
  const { id, wrong, describedBy } = useField(name, hint)
  return (
    <fieldset class="field choice" aria-describedby={describedBy} data-faulty={wrong === undefined ? undefined : ''}>
      <legend>{label}</legend>
      <div class="words">
        {all.map((word) => (
          <label class="chip" key={word}>
            <input type="checkbox" name={name} value={word} defaultChecked={chosen.includes(word)} />
            {labels[word]}
          </label>
        ))}
      </div>
      <Notes id={id} hint={hint} wrong={wrong} />
    </fieldset>
  )
}

/** Some of the instruments. */
export const InstrumentsField = (given: WordsProps) => {
  const { room } = usePage().words
  return <Choice name="instrument" all={INSTRUMENTS} labels={room.instruments} {...given} />
}

/** Some of the genres. */
export const GenresField = (given: WordsProps) => {
  const { room } = usePage().words
  return <Choice name="genre" all={GENRES} labels={room.genres} {...given} />
}
