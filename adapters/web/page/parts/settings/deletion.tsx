import type { User } from '#adapters/client/soundhub.ts'
import { api, type Asked, asked } from '../../api.ts'
import { usePage } from '../../context.ts'
import { TextField } from '../fields.tsx'
import { Form } from '../form.tsx'
import { textIn } from '../values.ts'

/** Deleting one's account. Typing the nickname says that it is meant. */
export const Deletion = ({ viewer: { id, nickname } }: { readonly viewer: User }) => {
  const { account } = usePage().words
  const send = async (fields: FormData): Promise<Asked<unknown>> => {
    if (textIn(fields, 'confirmation').trim().normalize() === nickname.normalize())
      return asked(api.users.deleteUserById(id))
    const mismatch = { field: 'confirmation', code: 'NOT_CONFIRMED', detail: account.deletionMismatch(nickname) }
    return { ok: false, refused: { status: 400, code: 'NOT_CONFIRMED', detail: '', errors: [mismatch] } }
  }
  return (
    <section aria-labelledby="deletion-title">
      <h2 id="deletion-title">{account.deletionTitle}</h2>
      <p>{account.deletionLead}</p>
      <Form name="deletion" submit={account.deletionGo} isDanger send={send} done={() => location.assign('/')}>
        <TextField name="confirmation" label={account.deletionConfirm(nickname)} />
      </Form>
    </section>
  )
}
