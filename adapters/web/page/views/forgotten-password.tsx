import { useState } from 'preact/hooks'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { TextField } from '../parts/fields.tsx'
import { Form } from '../parts/form.tsx'
import { LookAtMail } from '../parts/look-at-mail.tsx'
import { textIn } from '../parts/values.ts'

/** Asking for a link with which a new password is chosen. The answer does not tell whether the address has an account. */
export const ForgottenPasswordView = () => {
  const { account } = usePage().words
  const [address, setAddress] = useState<string | null>(null)
  if (address !== null) return <LookAtMail said={account.resetSent(address)} />
  return (
    <div class="narrow">
      <h1>{account.forgottenTitle}</h1>
      <p class="lead">{account.forgottenLead}</p>
      <Form
        name="forgotten-password"
        submit={account.sendLink}
        check={async (fields) => (await import('../parts/checks.ts')).checkAddress(fields)}
        send={async (fields) => {
          const email = textIn(fields, 'email')
          const answer = await asked(api.accounts.putUserPassword({ email }))
          return answer.ok ? { ok: true, value: email } : answer
        }}
        done={setAddress}
      >
        <TextField name="email" type="email" label={account.email} autocomplete="email" />
      </Form>
    </div>
  )
}
