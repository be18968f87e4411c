import { useState } from 'preact/hooks'
import { api, asked, type Refused } from '../api.ts'
import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'
import { PasswordField, TextField } from '../parts/fields.tsx'
import { Form } from '../parts/form.tsx'
import { GoogleButton } from '../parts/google-button.tsx'
import { ProfileFields } from '../parts/profile-fields.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { genresIn, instrumentsIn, textIn } from '../parts/values.ts'

type GoogleLogin = Awaited<ReturnType<typeof api.accounts.postUserGoogleLogin>>['data']

/** Who is new to Soundhub says how to be called; `needsAddress` where Google has confirmed none. */
type Newcomer = { readonly credential: string; readonly needsAddress: boolean }

const FIELDS_OF_NEWCOMERS: ReadonlySet<string> = new Set(['nickname', 'email', 'instrument'])

/** Whether the API only wants to know more: the login itself was good. */
const newcomerIn = (credential: string, { errors }: Refused): Newcomer | null =>
  errors.length > 0 && errors.every(({ field }) => FIELDS_OF_NEWCOMERS.has(field))
    ? { credential, needsAddress: errors.some(({ field }) => field === 'email') }
    : null

const GoogleLogin = ({ next }: { readonly next: string }) => {
  const { words: said } = usePage()
  const [refused, setRefused] = useState<Refused | null>(null)
  const [newcomer, setNewcomer] = useState<Newcomer | null>(null)
  const [code, setCode] = useState<string | null>(null)

  const entered = (answer: GoogleLogin): void => {
    if ('code' in answer) setCode(String(answer.code))
    else location.assign(next)
  }

  const chosen = async (credential: string): Promise<void> => {
    const answer = await asked(api.accounts.postUserGoogleLogin({ token: credential }))
    if (answer.ok) return entered(answer.value)
    const found = newcomerIn(credential, answer.refused)
    setNewcomer(found)
    setRefused(found === null ? answer.refused : null)
  }

  if (code !== null)
    return (
      <section>
        <h2>{said.account.lookAtMail}</h2>
        <p role="status">{said.account.googleVerify(code)}</p>
      </section>
    )
  if (newcomer !== null)
    return (
      <section>
        <p role="status">{said.account.googleNew}</p>
        <Form
          name="newcomer"
          submit={said.account.googleGo}
          check={async (fields) => (await import('../parts/checks.ts')).checkProviderSignUp(fields)}
          send={(fields) =>
            asked(
              api.accounts.postUserGoogleLogin({
                token: newcomer.credential,
                nickname: textIn(fields, 'nickname'),
                instrument: instrumentsIn(fields),
                genre: genresIn(fields),
                ...(newcomer.needsAddress && { email: textIn(fields, 'email') }),
              }),
            )
          }
          done={entered}
        >
          {newcomer.needsAddress && (
            <TextField name="email" type="email" label={said.account.email} autocomplete="email" />
          )}
          <ProfileFields />
        </Form>
      </section>
    )
  return (
    <>
      <GoogleButton chosen={(credential) => void chosen(credential)} />
      {refused !== null && <Refusal refused={refused} />}
    </>
  )
}

/** Logging in, and then back to where one came from. */
export const LogInView = ({ next }: Views['log-in']) => {
  const { words: said } = usePage()
  const { account, shell } = said
  return (
    <div class="narrow">
      <h1>{shell.logIn}</h1>
      <Form
        name="log-in"
        submit={shell.logIn}
        check={async (fields) => (await import('../parts/checks.ts')).checkLogIn(fields)}
        send={(fields) =>
          asked(api.accounts.postUserLogin({ email: textIn(fields, 'email'), password: textIn(fields, 'password') }))
        }
        done={() => location.assign(next)}
      >
        <TextField name="email" type="email" label={account.email} autocomplete="username" />
        <PasswordField name="password" label={account.password} autocomplete="current-password" />
      </Form>
      <p>
        <a href="/forgotten-password">{account.forgotten}</a>
      </p>
      <p>
        {account.noAccountYet} <a href="/signup">{shell.signUp}</a>
      </p>
      <GoogleLogin next={next} />
    </div>
  )
}
