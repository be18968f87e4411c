import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** What takes the place of a form that was sent. Its heading takes the focus, so that it is read. */
export const Said = ({ heading, children }: { readonly heading: string; readonly children: ComponentChildren }) => {
  const element = useRef<HTMLHeadingElement>(null)
  useEffect(() => element.current?.focus(), [])
  return (
    <div class="narrow">
      <h1 tabindex={-1} ref={element}>
        {heading}
      </h1>
      {children}
    </div>
  )
}
