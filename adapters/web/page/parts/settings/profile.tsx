import type { User } from '#adapters/client/soundhub.ts'
import { api, asked } from '../../api.ts'
import { usePage } from '../../context.ts'
import { Form } from '../form.tsx'
import { ProfileFields } from '../profile-fields.tsx'
import { genresIn, instrumentsIn, textIn } from '../values.ts'

/** What others see of one's account. */
export const Profile = ({ viewer }: { readonly viewer: User }) => {
  const { account, shell } = usePage().words
  return (
    <section aria-labelledby="profile-title">
      <h2 id="profile-title">{account.profileTitle}</h2>
      <Form
        name="profile"
        submit={shell.save}
        check={async (fields) =>
          (await import('../checks.ts')).checkProfile(fields, { mayHaveNone: viewer.instruments.length === 0 })
        }
        send={(fields) =>
          asked(
            api.users.patchUserById(viewer.id, {
              nickname: textIn(fields, 'nickname'),
              instrument: instrumentsIn(fields),
              genre: genresIn(fields),
            }),
          )
        }
        done={({ nickname }) => {
          // It stands at the top of the page.
          if (nickname !== viewer.nickname) location.reload()
          return account.saved
        }}
      >
        <ProfileFields nickname={viewer.nickname} instruments={viewer.instruments} genres={viewer.genres} />
      </Form>
    </section>
  )
}
