import type { User } from '#adapters/client/soundhub.ts'
import { api, asked } from '../../api.ts'
import { usePage } from '../../context.ts'
import { PasswordField } from '../fields.tsx'
import { Form } from '../form.tsx'
import { textIn } from '../values.ts'

const send = async (fields: FormData) => {
  if (fields.has('password')) {
    const mine = await asked(api.accounts.postUserPassword({ password: textIn(fields, 'password') }))
    if (!mine.ok) return mine
  }
  return asked(
    api.accounts.putUserPassword({ password1: textIn(fields, 'password1'), password2: textIn(fields, 'password2') }),
  )
}

/** Changing a password. The old one is asked for where there is one; then a mail has the last word. */
export const NewPassword = ({ viewer }: { readonly viewer: User }) => {
  const { account } = usePage().words
  const email = viewer.email ?? ''
  return (
    <section aria-labelledby="password-title">
      <h2 id="password-title">{account.passwordTitle}</h2>
      <p class="lead">{account.passwordLead}</p>
      <Form
        name="new-password"
        submit={account.changePassword}
        check={async (fields) => (await import('../checks.ts')).checkNewPassword(fields, [email, viewer.nickname])}
        send={send}
        done={() => account.changeSent}
      >
        {/* For password managers. */}
        <input type="text" autocomplete="username" value={email} hidden readOnly />
        {viewer.user_type === 'S' && (
          <PasswordField name="password" label={account.currentPassword} autocomplete="current-password" />
        )}
        <PasswordField
          name="password1"
          label={account.newPassword}
          hint={account.passwordHint}
          autocomplete="new-password"
        />
        <PasswordField name="password2" label={account.newPasswordAgain} autocomplete="new-password" />
      </Form>
    </section>
  )
}
