import { useState } from 'preact/hooks'
import type { AuditEntry } from '#adapters/client/soundhub.ts'
import type { Listed } from '../../../contract.ts'
import { api, asked } from '../../api.ts'
import { usePage } from '../../context.ts'
import { cursorIn } from '../../share/addresses.ts'
import { useAction } from '../action.tsx'
import { Said } from '../said.tsx'
import { When } from '../when.tsx'

/** Songs and tracks are gone once they are in the log; accounts may still be there. */
const Subject = ({ entry: { action, subject } }: { readonly entry: AuditEntry }) => {
  const { staff } = usePage().words
  if (subject === null) return null
  if (action === 'delete-post') return <>{staff.song(subject)}</>
  if (action === 'delete-comment') return <>{staff.track(subject)}</>
  return <a href={`/user/${subject}`}>{staff.account(subject)}</a>
}

const Who = ({ entry: { staff: who, staff_id: id } }: { readonly entry: AuditEntry }) => {
  const { staff } = usePage().words
  if (who !== null) return <a href={`/user/${who.id}`}>{who.nickname}</a>
  return <>{id === null ? staff.onServer : staff.formerStaff(id)}</>
}

/** What staff did, the latest first. */
export const AuditLog = ({ list }: { readonly list: Listed<AuditEntry> }) => {
  const { staff } = usePage().words
  const [shown, setShown] = useState(list.results)
  const [cursor, setCursor] = useState(cursorIn(list.next))
  const [said, setSaid] = useState('')
  const { refused, isBusy, act } = useAction()
  const readOlder = (): Promise<void> =>
    act(
      () => asked(api.staff.getStaffAuditDashLog({ page_size: 20, ...(cursor !== null && { cursor }) })),
      ({ results, next }) => {
        setShown((all) => [...all, ...results])
        setCursor(cursorIn(next))
        setSaid(staff.olderShown(results.length))
      },
    )
  return (
    <section aria-labelledby="log-title">
      <h2 id="log-title">{staff.logTitle}</h2>
      <p class="lead">{staff.logLead}</p>
      {shown.length === 0 && <p class="faint">{staff.noEntries}</p>}
      <ul class="rows">
        {shown.map((entry) => (
          <li key={entry.id}>
            <div>
              <h3>{staff.deeds[entry.action]}</h3>
              <p>
                <Subject entry={entry} />
                {entry.job !== null && <code>{entry.job}</code>}
              </p>
              <p class="faint">
                <Who entry={entry} /> · <When at={entry.at} />
              </p>
            </div>
          </li>
        ))}
      </ul>
      <Said refused={refused} said={said} />
      {cursor !== null && (
        <p>
          <button type="button" class="quiet" disabled={isBusy} aria-busy={isBusy} onClick={() => void readOlder()}>
            {isBusy ? staff.readingOlder : staff.older}
          </button>
        </p>
      )}
    </section>
  )
}
