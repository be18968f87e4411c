import { useState } from 'preact/hooks'
import type { Session } from '#adapters/client/soundhub.ts'
import { api, asked } from '../../api.ts'
import { usePage } from '../../context.ts'
import { useAction } from '../action.tsx'
import { deviceOf } from '../device.ts'
import { Said } from '../said.tsx'
import { When } from '../when.tsx'

/** Where one is logged in, and logging out there. */
export const Sessions = ({ sessions }: { readonly sessions: readonly Session[] }) => {
  const { account } = usePage().words
  const [open, setOpen] = useState(sessions)
  const [said, setSaid] = useState('')
  const { refused, isBusy, act } = useAction()
  const end = ({ id, is_current: isCurrent }: Session): Promise<void> =>
    act(
      () => asked(api.accounts.deleteUserSessionsById(id)),
      () => {
        if (isCurrent) return location.assign('/')
        setOpen((all) => all.filter((one) => one.id !== id))
        setSaid(account.sessionEnded)
      },
    )
  return (
    <section aria-labelledby="sessions-title">
      <h2 id="sessions-title">{account.sessionsTitle}</h2>
      <ul class="rows">
        {open.map((session) => {
          const device = deviceOf(session.device) || account.unknownDevice
          return (
            <li key={session.id}>
              <div>
                <strong>{device}</strong>
                {session.is_current && <span class="badge">{account.thisDevice}</span>}
                <p class="faint">
                  {account.lastUsed} <When at={session.last_used_at} />
                </p>
              </div>
              <button
                type="button"
                class="quiet"
                disabled={isBusy}
                aria-label={account.endSession(device)}
                onClick={() => void end(session)}
              >
                {account.endShort}
              </button>
            </li>
          )
        })}
      </ul>
      <Said refused={refused} said={said} />
    </section>
  )
}
