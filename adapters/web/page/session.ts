import { api, asked } from './api.ts'

const A_YEAR = 31_536_000

/** Ends the session and goes to the start page. */
export const logOut = async (): Promise<void> => {
  await asked(api.accounts.postUserLogout())
  location.assign('/')
}

/** Shows this page in another language, and every one after it. */
export const switchLanguage = (language: 'en' | 'ko'): void => {
  document.cookie = `lang=${language}; Path=/; Max-Age=${A_YEAR}; SameSite=Lax`
  const url = new URL(location.href)
  // An address that names a language is in that one whatever was chosen.
  if (!url.searchParams.has('lang')) return location.reload()
  url.searchParams.delete('lang')
  location.replace(url)
}
