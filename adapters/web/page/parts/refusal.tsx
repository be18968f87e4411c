import type { Refused } from '../api.ts'
import { usePage } from '../context.ts'
import { logInPath } from '../share/addresses.ts'

/** Why something did not work, said at once to a screen reader. Whose session ended is led to the login and back. */
export const Refusal = ({ refused }: { readonly refused: Refused }) => {
  const { words, path } = usePage()
  const { status, code, detail, errors } = refused
  const sentences = errors.length === 0 ? [detail] : errors.map((one) => one.detail)
  return (
    <div role="alert" tabindex={-1} class="refusal">
      {status === 0 ? <p>{words.shell.noConnection}</p> : sentences.map((one) => <p key={one}>{one}</p>)}
      {code === 'ACTIVATION_PENDING' && <p>{words.account.mailAgain}</p>}
      {code === 'NOT_AUTHENTICATED' && (
        <p>
          <a href={logInPath(path)}>{words.shell.logIn}</a>
        </p>
      )}
    </div>
  )
}
