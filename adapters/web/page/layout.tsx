import type { ComponentChildren } from 'preact'
import { logOut, switchLanguage } from './session.ts'
import { usePage } from './context.ts'
import { SearchBox } from './parts/search-box.tsx'
import { logInPath } from './share/addresses.ts'

/** Who is logged in, or how to be. */
const Account = () => {
  const { viewer, words, path } = usePage()
  const { shell } = words
  if (viewer === null)
    return (
      <>
        <a href={logInPath(path)}>{shell.logIn}</a>
        <a href="/signup" class="button">
          {shell.signUp}
        </a>
      </>
    )
  return (
    <>
      {viewer.is_staff && <a href="/staff">{shell.staff}</a>}
      <a href="/messages">{shell.messages}</a>
      <a href="/settings">{shell.settings}</a>
      <a href={`/user/${viewer.id}`} aria-label={`${shell.profile}: ${viewer.nickname}`}>
        {viewer.nickname}
      </a>
      <button type="button" class="quiet" onClick={() => void logOut()}>
        {shell.logOut}
      </button>
    </>
  )
}

/** What stands around every page. */
export const Layout = ({ children }: { readonly children: ComponentChildren }) => {
  const { words, language, viewer } = usePage()
  const { shell } = words
  const other = language === 'en' ? 'ko' : 'en'
  return (
    <>
      <a class="skip" href="#content">
        {shell.skip}
      </a>
      <header class="top">
        <a class="logo" href="/">
          {shell.name}
        </a>
        <SearchBox />
        <nav aria-label={shell.account}>
          {viewer !== null && (
            <a class="button" href="/new">
              {shell.post}
            </a>
          )}
          <Account />
        </nav>
      </header>
      <main id="content" tabindex={-1}>
        {children}
      </main>
      <footer>
        <span>{shell.tagline}</span>
        <button type="button" class="quiet" lang={other} onClick={() => switchLanguage(other)}>
          {shell.otherLanguage}
        </button>
        <a href="/docs">{shell.api}</a>
      </footer>
    </>
  )
}
