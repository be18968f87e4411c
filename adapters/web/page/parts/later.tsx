import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { usePage } from '../context.ts'

/** A component that is loaded once the page is there: what only few need does not delay the first paint of all. */
export const later = <Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> =>
  function Later(props: Props) {
    const { room } = usePage().words
    const [loaded, setLoaded] = useState<{ readonly Component: ComponentType<Props> } | null>(null)
    useEffect(() => {
      void load().then((Component) => setLoaded({ Component }))
    }, [])
    return loaded === null ? <p class="faint">{room.loading}</p> : <loaded.Component {...props} />
  }
