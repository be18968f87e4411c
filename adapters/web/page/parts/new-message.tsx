import { useRef } from 'preact/hooks'
import type { Author } from '#adapters/client/soundhub.ts'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { LinesField } from './fields.tsx'
import { Form } from './form.tsx'
import { textIn } from './values.ts'

/** One key for one text, so that a message whose answer was lost on the way is not sent twice. */
const useIdempotencyKey = (): ((text: string) => Record<string, string>) => {
  const last = useRef({ text: '', key: '' })
  return (text) => {
    // Only secure contexts have it, and a message may be sent twice rather than not at all.
    if (typeof crypto.randomUUID !== 'function') return {}
    if (last.current.text !== text) last.current = { text, key: crypto.randomUUID() }
    return { 'Idempotency-Key': last.current.key }
  }
}

/** Writing to somebody. */
export const NewMessage = ({ to }: { readonly to: Author }) => {
  const { people } = usePage().words
  const keyOf = useIdempotencyKey()
  const sendingOf = useRef(0)
  return (
    <section aria-labelledby="new-message-title">
      <h2 id="new-message-title">{people.messageTo(to.nickname)}</h2>
      <Form
        name="new-message"
        submit={people.send}
        check={async (fields) => (await import('./checks.ts')).checkMessage(fields)}
        send={(fields) => {
          const content = textIn(fields, 'content')
          // The same words may be sent again on purpose, once they have arrived.
          const headers = keyOf(`${sendingOf.current} ${content}`)
          return asked(api.messages.postMessage({ to_user: to.id, content }, { headers }))
        }}
        done={() => {
          sendingOf.current += 1
          return people.wasSent(to.nickname)
        }}
      >
        <LinesField name="content" label={people.message} hint={people.messageHint} />
      </Form>
    </section>
  )
}
