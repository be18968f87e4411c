import { useState } from 'preact/hooks'
import { GENRES, INSTRUMENTS } from '#domain/track/vocabulary.ts'
import { usePage } from '../context.ts'
import { useField } from './form.tsx'

type Labelled = {
  readonly name: string
  readonly label: string
  /** What helps to fill it in. */
  readonly hint?: string
}

const Notes = ({
  id,
  hint,
  wrong,
}: {
  readonly id: string
  readonly hint?: string | undefined
  readonly wrong?: string | undefined
}) => (
  <>
    {hint !== undefined && (
      <span class="hint" id={`${id}-hint`}>
        {hint}
      </span>
    )}
    {wrong !== undefined && (
      <span class="fault" id={`${id}-fault`}>
        {wrong}
      </span>
    )}
  </>
)

type TextProps = Labelled & {
  readonly type?: 'text' | 'email'
  readonly autocomplete?: string
  readonly value?: string
  readonly isOptional?: boolean
  readonly autofocus?: boolean
}

/** One line of text. */
export const TextField = ({ name, label, hint, type = 'text', autocomplete, value = '', isOptional }: TextProps) => {
  const { id, wrong, describedBy } = useField(name, hint)
  const given = {
    id,
    name,
    defaultValue: value,
    autocomplete: autocomplete ?? 'off',
    autocapitalize: type === 'email' ? ('none' as const) : undefined,
    spellcheck: false,
    required: isOptional !== true,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': describedBy,
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {type === 'email' ? <input type="email" {...given} /> : <input type="text" {...given} />}
      <Notes id={id} hint={hint} wrong={wrong} />
    </div>
  )
}

/** Several lines of text. */
export const LinesField = ({ name, label, hint, value = '' }: Labelled & { readonly value?: string }) => {
  const { id, wrong, describedBy } = useField(name, hint)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        name={name}
        rows={4}
        defaultValue={value}
        required
        aria-invalid={wrong !== undefined}
        aria-describedby={describedBy}
      />
      <Notes id={id} hint={hint} wrong={wrong} />
    </div>
  )
}

/** A password, which its owner may look at. */
export const PasswordField = ({
  name,
  label,
  hint,
  autocomplete,
}: Labelled & { readonly autocomplete: 'current-password' | 'new-password' }) => {
  const { account } = usePage().words
  const { id, wrong, describedBy } = useField(name, hint)
  const [isShown, setIsShown] = useState(false)
  const given = {
    id,
    name,
    autocomplete,
    autocapitalize: 'none' as const,
    spellcheck: false,
    required: true,
    'aria-invalid': wrong !== undefined,
    'aria-describedby': describedBy,
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="beside">
        {isShown ? <input type="text" {...given} /> : <input type="password" {...given} />}
        <button
          type="button"
          class="quiet"
          aria-pressed={isShown}
          aria-label={account.show(label)}
          onClick={() => setIsShown(!isShown)}
        >
          {account.showShort}
        </button>
      </div>
      <Notes id={id} hint={hint} wrong={wrong} />
    </div>
  )
}

type WordsProps = Labelled & {
  readonly all: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly chosen: readonly string[]
}

const Choice = ({ name, label, hint, all, labels, chosen }: WordsProps) => {
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

type Chosen = { readonly chosen?: readonly string[] }

/** Which instruments somebody plays. */
export const InstrumentsField = ({ chosen = [] }: Chosen) => {
  const { account, room } = usePage().words
  return (
    <Choice
      name="instrument"
      label={account.instruments}
      hint={account.atLeastOne}
      all={INSTRUMENTS}
      labels={room.instruments}
      chosen={chosen}
    />
  )
}

/** Which genres somebody likes. */
export const GenresField = ({ chosen = [] }: Chosen) => {
  const { account, room } = usePage().words
  return (
    <Choice
      name="genre"
      label={account.genres}
      hint={account.anyOrNone}
      all={GENRES}
      labels={room.genres}
      chosen={chosen}
    />
  )
}
