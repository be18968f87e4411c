import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { usePage } from '../context.ts'

type Props = { readonly said: string; readonly children?: ComponentChildren }

/** Takes the place of a form that a mail answers. Its heading takes the focus, so that it is read. */
export const LookAtMail = ({ said, children }: Props) => {
  const { account } = usePage().words
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div class="narrow">
      <h1 tabindex={-1} ref={heading}>
        {account.lookAtMail}
      </h1>
      <p>{said}</p>
      {children}
      <p>
        <a href="/login">{account.toLogin}</a>
      </p>
    </div>
  )
}
