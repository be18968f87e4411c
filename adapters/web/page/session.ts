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
  location.reload()
}
