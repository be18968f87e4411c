import { useState } from 'preact/hooks'
import { usePage } from '../context.ts'
import { useField } from './form.tsx'

export type Labelled = {
  readonly name: string
  readonly label: string
  /** What helps to fill it in. */
  readonly hint?: string
}

/** What helps to fill in a field, and what is wrong with it. */
export const Notes = ({
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

/** A whole number, which may be left out. */
export const NumberField = ({
  name,
  label,
  hint,
  least,
  most,
}: Labelled & { readonly least: number; readonly most: number }) => {
  const { id, wrong, describedBy } = useField(name, hint)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type="number"
        min={least}
        max={most}
        step={1}
        aria-invalid={wrong !== undefined}
        aria-describedby={describedBy}
      />
      <Notes id={id} hint={hint} wrong={wrong} />
    </div>
  )
}

/** The pictures that the API takes. */
const PICTURES = 'image/jpeg,image/png,image/webp,image/gif,image/avif'

type PictureProps = Labelled & { readonly isOptional?: boolean; readonly onChoice?: (file: File | null) => void }

/** A picture, as a file. */
export const PictureField = ({ name, label, hint, isOptional, onChoice }: PictureProps) => {
  const { id, wrong, describedBy } = useField(name, hint)
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type="file"
        accept={PICTURES}
        required={isOptional !== true}
        aria-invalid={wrong !== undefined}
        aria-describedby={describedBy}
        onChange={({ currentTarget }) => onChoice?.(currentTarget.files?.[0] ?? null)}
      />
      <Notes id={id} hint={hint} wrong={wrong} />
    </div>
  )
}
