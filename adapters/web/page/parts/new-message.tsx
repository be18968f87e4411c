import { useRef } from 'preact/hooks'
import type { Author } from '#adapters/client/soundhub.ts'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { newIdempotencyKey } from '../idempotency-key.ts'
import { LinesField } from './fields.tsx'
import { Form } from './form.tsx'
import { textIn } from './values.ts'

/** Writing to somebody. */
export const NewMessage = ({ to }: { readonly to: Author }) => {
  const { people } = usePage().words
  /** A message whose answer was lost on the way is not sent twice. */
  const tried = useRef<{ readonly content: string; readonly key: string } | null>(null)
  return (
    <section aria-labelledby="new-message-title">
      <h2 id="new-message-title">{people.messageTo(to.nickname)}</h2>
      <Form
        name="new-message"
        submit={people.send}
        check={async (fields) => (await import('./checks.ts')).checkMessage(fields)}
        send={(fields) => {
          const content = textIn(fields, 'content')
          if (tried.current?.content !== content) tried.current = { content, key: newIdempotencyKey() }
          const headers = { 'Idempotency-Key': tried.current.key }
          return asked(api.messages.postMessage({ to_user: to.id, content }, { headers }))
        }}
        done={() => {
          // The same words may be sent again on purpose, once they have arrived.
          tried.current = null
          return people.wasSent(to.nickname)
        }}
      >
        <LinesField name="content" label={people.message} hint={people.messageHint} />
      </Form>
    </section>
  )
}
