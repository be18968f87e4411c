import { useState } from 'preact/hooks'
import { usePage } from '../context.ts'

type Account = { readonly email: string; readonly password: string }

/** On an empty Soundhub: makes songs to play with, and says how to log in. */
export const DemoButton = () => {
  const { home, shell } = usePage().words
  const [state, setState] = useState<'asked' | 'making' | 'failed' | readonly Account[]>('asked')
  const make = async () => {
    setState('making')
    const answer = await fetch('/demo', { method: 'POST' }).catch(() => null)
    setState(answer?.ok === true ? ((await answer.json()) as { accounts: readonly Account[] }).accounts : 'failed')
  }
  return (
    <section class="demo">
      <h2>{home.demoTitle}</h2>
      <p>{home.demoText}</p>
      {typeof state === 'string' && (
        <button type="button" disabled={state === 'making'} onClick={() => void make()}>
          {state === 'making' ? home.demoRunning : home.demoButton}
        </button>
      )}
      {state === 'failed' && <p role="alert">{shell.problem}</p>}
      {typeof state !== 'string' && (
        <div role="status">
          <p>{home.demoLogIn}</p>
          <ul>
            {state.map(({ email, password }) => (
              <li key={email}>
                <code>{email}</code> · <code>{password}</code>
              </li>
            ))}
          </ul>
          <a class="button" href="/post/1">
            {home.demoOpen}
          </a>
        </div>
      )}
    </section>
  )
}
