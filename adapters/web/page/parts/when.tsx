import { useEffect, useState } from 'preact/hooks'
import { usePage } from '../context.ts'

/** A point in time. The server does not know the clock on the wall, so it is there in UTC first and then as it is at home. */
export const When = ({ at }: { readonly at: string }) => {
  const { language } = usePage()
  const [zone, setZone] = useState<string | undefined>('UTC')
  useEffect(() => setZone(undefined), [])
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short', timeZone: zone })
  return <time datetime={at}>{format.format(new Date(at))}</time>
}
