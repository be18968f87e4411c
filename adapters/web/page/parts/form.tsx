import { type ComponentChildren, createContext } from 'preact'
import { useContext, useEffect, useRef, useState } from 'preact/hooks'
import type { InvalidFields } from '#domain/shared/fields.ts'
import type { Asked, Refused } from '../api.ts'
import { usePage } from '../context.ts'
import { Refusal } from './refusal.tsx'

type Sentences = Readonly<Record<string, string>>

/** A form around its fields: by what name they are found, and what is wrong with each. */
export const FormContext = createContext<{ readonly form: string; readonly sentences: Sentences }>({
  form: 'form',
  sentences: {},
})

/** The id of a field, what is wrong with it, and what describes it to a screen reader. */
export const useField = (name: string, hint: string | undefined) => {
  const { form, sentences } = useContext(FormContext)
  const id = `${form}-${name}`
  const wrong = sentences[name]
  const describedBy = [hint === undefined ? '' : `${id}-hint`, wrong === undefined ? '' : `${id}-fault`]
  return {
    id,
    wrong,
    describedBy: describedBy.filter((one) => one !== '').join(' ') || undefined,
  }
}

type FormProps<Value> = {
  /** Tells it from other forms of the page. */
  readonly name: string
  /** What its button says. */
  readonly submit: string
  /** The rules of the core, by the names that the API gives the fields. They are loaded when they are needed. */
  readonly check?: (fields: FormData) => Promise<InvalidFields | null>
  readonly send: (fields: FormData) => Promise<Asked<Value>>
  /** What becomes of the answer. A sentence that it returns is said below the form. */
  readonly done: (value: Value) => string | void
  readonly isDanger?: boolean
  readonly children?: ComponentChildren
}

type State = { readonly refused: Refused | null; readonly said: string; readonly isBusy: boolean }

const AT_REST: State = { refused: null, said: '', isBusy: false }

/** Leads to what is wrong: the first faulty field, or else what is said above them all. */
export const focusFault = (form: HTMLFormElement | null): void => {
  const first = form?.querySelector<HTMLElement>('[aria-invalid=true], [data-faulty] input')
  ;(first ?? form?.querySelector<HTMLElement>('[role=alert]'))?.focus()
}

/** What is sent once: passwords, files and what was written. */
const USED_UP = '[autocomplete$=password], [type=file], textarea'

/** Whether the form has a field by that name, so that a sentence can stand beside it. */
const hasField = (form: HTMLFormElement | null, name: string): boolean =>
  form !== null && form.elements.namedItem(name) !== null

/**
 * A form that a script sends. Every mistake is said at once, each at its field and the rest above them all; then the first
 * faulty field has the focus. While it is sent, nothing in it can be changed.
 */
export const Form = <Value,>({ name, submit, check, send, done, isDanger, children }: FormProps<Value>) => {
  const { words } = usePage()
  const element = useRef<HTMLFormElement>(null)
  const [{ refused, said, isBusy }, setState] = useState(AT_REST)

  const sentences: Record<string, string> = {}
  for (const { field, detail } of refused?.errors ?? [])
    if (hasField(element.current, field)) sentences[field] ??= detail

  useEffect(() => {
    if (refused !== null) focusFault(element.current)
  }, [refused])

  const wrongIn = async (fields: FormData): Promise<Refused | null> => {
    // Rules that cannot be loaded are left to the API.
    const wrong = (await check?.(fields).catch(() => null)) ?? null
    if (wrong === null) return null
    const errors = wrong.faults.map((fault) => ({ ...fault, detail: words.account.fault(fault) }))
    return { status: 400, code: 'VALIDATION_FAILED', detail: '', errors }
  }

  const submitted = async (): Promise<void> => {
    const fields = new FormData(element.current!)
    setState({ ...AT_REST, isBusy: true })
    const wrong = await wrongIn(fields)
    const asked: Asked<Value> = wrong === null ? await send(fields) : { ok: false, refused: wrong }
    if (!asked.ok) return setState({ ...AT_REST, refused: asked.refused })
    for (const used of element.current?.querySelectorAll<HTMLInputElement>(USED_UP) ?? []) used.value = ''
    setState({ ...AT_REST, said: done(asked.value) ?? '' })
  }

  const isPlaced =
    refused !== null && refused.errors.length > 0 && refused.errors.every(({ field }) => field in sentences)
  return (
    <form
      class="form"
      // Where no script runs, what is typed shall not stand in an address.
      method="post"
      noValidate
      ref={element}
      aria-busy={isBusy}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isBusy) void submitted()
      }}
    >
      {refused !== null && (
        <Refusal refused={isPlaced ? { ...refused, detail: words.account.checkFields, errors: [] } : refused} />
      )}
      <FormContext.Provider value={{ form: name, sentences }}>
        <fieldset class="plain" disabled={isBusy}>
          {children}
          <div>
            <button type="submit" class={isDanger === true ? 'danger' : undefined}>
              {isBusy ? words.account.sending : submit}
            </button>
          </div>
        </fieldset>
      </FormContext.Provider>
      <p role="status" class="said">
        {said}
      </p>
    </form>
  )
}
