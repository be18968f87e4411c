import { useState } from 'preact/hooks'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { PasswordField, TextField } from '../parts/fields.tsx'
import { Form } from '../parts/form.tsx'
import { LookAtMail } from '../parts/look-at-mail.tsx'
import { ProfileFields } from '../parts/profile-fields.tsx'
import { genresIn, instrumentsIn, textIn } from '../parts/values.ts'

/** Signing up; the account is active once the link in the mail is opened. */
export const SignUpView = () => {
  const { account, shell } = usePage().words
  const [address, setAddress] = useState<string | null>(null)
  if (address !== null)
    return (
      <LookAtMail said={account.mailSent(address)}>
        <p class="faint">{account.mailMissing}</p>
      </LookAtMail>
    )
  return (
    <div class="narrow">
      <h1>{shell.signUp}</h1>
      <p class="lead">{account.signUpLead}</p>
      <Form
        name="sign-up"
        submit={shell.signUp}
        check={async (fields) => (await import('../parts/checks.ts')).checkSignUp(fields)}
        send={(fields) =>
          asked(
            api.accounts.postUserSignup({
              email: textIn(fields, 'email'),
              nickname: textIn(fields, 'nickname'),
              instrument: instrumentsIn(fields),
              genre: genresIn(fields),
              password1: textIn(fields, 'password1'),
              password2: textIn(fields, 'password2'),
            }),
          )
        }
        done={({ email }) => setAddress(email)}
      >
        <TextField name="email" type="email" label={account.email} autocomplete="email" />
        <ProfileFields />
        <PasswordField
          name="password1"
          label={account.password}
          hint={account.passwordHint}
          autocomplete="new-password"
        />
        <PasswordField name="password2" label={account.passwordAgain} autocomplete="new-password" />
      </Form>
      <p>
        {account.hasAccount} <a href="/login">{shell.logIn}</a>
      </p>
    </div>
  )
}
