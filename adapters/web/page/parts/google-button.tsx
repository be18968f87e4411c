import { useEffect, useRef, useState } from 'preact/hooks'
import { usePage } from '../context.ts'
import { GOOGLE_SCRIPT, trustedScriptUrl } from '../trusted.ts'

/** What the page needs of Google's library. */
type Google = {
  readonly accounts: {
    readonly id: {
      initialize: (options: { client_id: string; callback: (answer: { readonly credential: string }) => void }) => void
      renderButton: (parent: HTMLElement, options: { type: 'standard'; locale: string; width: number }) => void
    }
  }
}

const libraryOf = (): Google | undefined => (globalThis as { google?: Google }).google

const loadLibrary = (): Promise<Google> =>
  new Promise((resolve, reject) => {
    const loaded = (): void => {
      const library = libraryOf()
      if (library === undefined) reject(new Error('the library of Google is not there'))
      else resolve(library)
    }
    if (libraryOf() !== undefined) return loaded()
    const script = document.createElement('script')
    script.src = trustedScriptUrl(GOOGLE_SCRIPT)
    script.async = true
    script.addEventListener('load', loaded)
    script.addEventListener('error', () => reject(new Error('the library of Google cannot be loaded')))
    document.head.append(script)
  })

/** Google's own button, which answers with a signed ID token. Google hears of the visit on this view alone. */
export const GoogleButton = ({ chosen }: { readonly chosen: (credential: string) => void }) => {
  const { googleClientId, language, words } = usePage()
  const place = useRef<HTMLDivElement>(null)
  const [isAway, setIsAway] = useState(false)
  useEffect(() => {
    if (googleClientId === null) return
    const show = async (): Promise<void> => {
      try {
        const { id } = (await loadLibrary()).accounts
        id.initialize({ client_id: googleClientId, callback: ({ credential }) => chosen(credential) })
        id.renderButton(place.current!, { type: 'standard', locale: language, width: 260 })
      } catch {
        setIsAway(true)
      }
    }
    void show()
  }, [])
  if (googleClientId === null) return null
  return (
    <div class="provider">
      <p class="faint">{words.account.or}</p>
      <div ref={place} />
      {isAway && <p class="faint">{words.account.googleUnavailable}</p>}
    </div>
  )
}
