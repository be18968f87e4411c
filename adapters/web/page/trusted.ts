type Policy = { createScriptURL: (url: string) => unknown }
type TrustedTypes = { createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => Policy }

/** Scripts come from this host's built files, and the button of Google from Google. */
const isAllowed = (url: string): boolean => {
  const { origin, pathname, href } = new URL(url, location.href)
  return (
    (origin === location.origin && pathname.startsWith('/assets/')) || href === 'https://accounts.google.com/gsi/client'
  )
}

const createScriptURL = (url: string): string => {
  if (!isAllowed(url)) throw new TypeError(`no script of this page: ${url}`)
  return url
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
const policy = trustedTypes?.createPolicy('soundhub', { createScriptURL })

/** An address that workers and script elements accept (Trusted Types). */
export const scriptUrl = (url: string): string =>
  (policy === undefined ? createScriptURL(url) : policy.createScriptURL(url)) as string
