/** Google's library for its button. The Content-Security-Policy allows this file of Google's and no other. */
export const GOOGLE_SCRIPT = 'https://accounts.google.com/gsi/client'

type Policy = { readonly createScriptURL: (url: string) => unknown }
type Factory = { readonly createPolicy: (name: string, rules: Policy) => Policy }

/** Scripts come from this host, or are Google's. */
const checked = (url: string): string => {
  const { origin, href } = new URL(url, location.href)
  if (origin === location.origin || href === GOOGLE_SCRIPT) return href
  throw new TypeError(`not a script of this page: ${href}`)
}

let policy: Policy | undefined

/** A URL that the browser accepts for a script or a worker under Trusted Types; the one policy of the page, made once. */
export const trustedScriptUrl = (url: string): string => {
  const factory = (globalThis as { trustedTypes?: Factory }).trustedTypes
  policy ??= factory?.createPolicy('soundhub', { createScriptURL: checked }) ?? { createScriptURL: checked }
  return policy.createScriptURL(url) as string
}
