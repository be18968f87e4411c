import { usePage } from '../context.ts'

/** Where staff begins. The audit log and the failed jobs are the command line's, since the API does not have them. */
export const StaffView = () => {
  const { viewer, words } = usePage()
  const { shell, staff } = words
  if (viewer === null || !viewer.is_staff)
    return (
      <>
        <h1>{shell.staff}</h1>
        <p>{staff.onlyStaff}</p>
      </>
    )
  return (
    <div class="narrow">
      <h1>{shell.staff}</h1>
      <section aria-labelledby="find-title">
        <h2 id="find-title">{staff.find}</h2>
        <p class="lead">{staff.findLead}</p>
        <form class="form" action="/search">
          <div class="plain">
            <div class="field">
              <label for="staff-keyword">{staff.keyword}</label>
              <input id="staff-keyword" name="keyword" type="search" required />
            </div>
            <p>
              <button type="submit">{staff.search}</button>
            </p>
          </div>
        </form>
      </section>
      <section aria-labelledby="server-title">
        <h2 id="server-title">{staff.onServer}</h2>
        <p class="lead">{staff.onServerLead}</p>
        <p>
          <code>npm run admin -- jobs</code>
        </p>
        <p>
          <code>npm run admin -- jobs retry all</code>
        </p>
      </section>
    </div>
  )
}
