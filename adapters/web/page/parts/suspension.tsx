import { useState } from 'preact/hooks'
import type { UserDetail } from '#adapters/client/soundhub.ts'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { useAction } from './action.tsx'
import { Said } from './said.tsx'

/** Whether an account is suspended; staff may change it. */
export const Suspension = ({ user }: { readonly user: UserDetail }) => {
  const { viewer, words } = usePage()
  const { people, staff } = words
  const [isSuspended, setIsSuspended] = useState(!user.is_active)
  const [said, setSaid] = useState('')
  const { refused, isBusy, act } = useAction()
  const toggle = () =>
    act(
      () => asked(isSuspended ? api.users.deleteUserByIdSuspension(user.id) : api.users.putUserByIdSuspension(user.id)),
      () => {
        setIsSuspended(!isSuspended)
        setSaid(isSuspended ? staff.wasReadmitted : staff.wasSuspended)
      },
    )
  const mayChange = viewer !== null && viewer.is_staff && viewer.id !== user.id
  return (
    <>
      {isSuspended && <p class="notice">{people.suspended}</p>}
      {mayChange && (
        <div class="notice">
          <p class="faint">{staff.suspendHint}</p>
          <button type="button" class="danger" disabled={isBusy} onClick={() => void toggle()}>
            {isSuspended ? staff.readmit : staff.suspend}
          </button>
          <Said refused={refused} said={said} />
        </div>
      )}
    </>
  )
}
