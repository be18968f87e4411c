import type { User } from '#adapters/client/soundhub.ts'
import type { Views } from '../../contract.ts'
import { usePage } from '../context.ts'
import { Deletion } from '../parts/settings/deletion.tsx'
import { NewPassword } from '../parts/settings/new-password.tsx'
import { Pictures } from '../parts/settings/pictures.tsx'
import { Profile } from '../parts/settings/profile.tsx'
import { Sessions } from '../parts/settings/sessions.tsx'
import { switchLanguage } from '../session.ts'

const Language = () => {
  const { account, shell } = usePage().words
  const { language } = usePage()
  const other = language === 'en' ? 'ko' : 'en'
  return (
    <section aria-labelledby="language-title">
      <h2 id="language-title">{account.languageTitle}</h2>
      <p>{account.languageLead}</p>
      <button type="button" class="quiet" lang={other} onClick={() => switchLanguage(other)}>
        {shell.otherLanguage}
      </button>
    </section>
  )
}

const All = ({ viewer, sessions }: { readonly viewer: User } & Pick<Views['settings'], 'sessions'>) => (
  <>
    <Profile viewer={viewer} />
    <Pictures viewer={viewer} />
    <NewPassword viewer={viewer} />
    <Sessions sessions={sessions.results} />
    <Language />
    <Deletion viewer={viewer} />
  </>
)

/** One's own account. */
export const SettingsView = ({ sessions }: Views['settings']) => {
  const { words, viewer } = usePage()
  return (
    <div class="narrow">
      <h1>{words.shell.settings}</h1>
      {viewer !== null && <All viewer={viewer} sessions={sessions} />}
    </div>
  )
}
