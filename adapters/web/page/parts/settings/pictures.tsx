import { useEffect, useState } from 'preact/hooks'
import type { Pictures as Saved, User } from '#adapters/client/soundhub.ts'
import { api, type Asked, asked } from '../../api.ts'
import { mediaAt, usePage } from '../../context.ts'
import { useAction } from '../action.tsx'
import { PictureField } from '../fields.tsx'
import { Form } from '../form.tsx'
import { Said } from '../said.tsx'

type Name = 'profile_img' | 'profile_bg'

/** A file, or an empty text, which removes the picture. */
const change = (id: number, name: Name, value: File | ''): Promise<Asked<Saved>> =>
  asked(
    api.users.patchUserByIdProfileImg(
      id,
      { [name]: value },
      value === '' ? {} : { type: 'multipart/form-data' as never },
    ),
  )

/** A file as an image of this page, until another one is chosen. */
const useObjectUrl = (file: File | null): string | null => {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (file === null) return setUrl(null)
    const made = URL.createObjectURL(file)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [file])
  return url
}

const Picture = ({
  owner,
  name,
  label,
  saved,
}: {
  readonly owner: User
  readonly name: Name
  readonly label: string
  readonly saved: string | null
}) => {
  const page = usePage()
  const { account, shell } = page.words
  const [path, setPath] = useState(saved)
  const [file, setFile] = useState<File | null>(null)
  const [said, setSaid] = useState('')
  const removal = useAction()
  const chosen = useObjectUrl(file)
  const shown = chosen ?? (path === null ? null : mediaAt(page, path))
  const keep = (sentence: string) => (pictures: Saved) => {
    setPath(pictures[name])
    setFile(null)
    setSaid(sentence)
  }
  return (
    <div class="picture">
      <h3>{label}</h3>
      {shown === null ? (
        <p class="faint">{account.noPicture}</p>
      ) : (
        <img class={name === 'profile_img' ? 'portrait' : 'background'} src={shown} alt={account.preview(label)} />
      )}
      <Form
        name={name}
        submit={shell.save}
        check={async (fields) => (await import('../checks.ts')).checkFile(fields, name)}
        send={(fields) => change(owner.id, name, fields.get(name) as File)}
        done={keep(account.pictureSaved(label))}
      >
        <PictureField name={name} label={account.choosePicture(label)} hint={account.pictureHint} onChoice={setFile} />
      </Form>
      {path !== null && (
        <button
          type="button"
          class="danger"
          disabled={removal.isBusy}
          onClick={() => void removal.act(() => change(owner.id, name, ''), keep(account.pictureRemoved(label)))}
        >
          {account.removePicture(label)}
        </button>
      )}
      <Said refused={removal.refused} said={said} />
    </div>
  )
}

/** The picture and the background of one's profile. */
export const Pictures = ({ viewer }: { readonly viewer: User }) => {
  const { account } = usePage().words
  return (
    <section aria-labelledby="pictures-title">
      <h2 id="pictures-title">{account.picturesTitle}</h2>
      <Picture owner={viewer} name="profile_img" label={account.picture} saved={viewer.profile_img} />
      <Picture owner={viewer} name="profile_bg" label={account.background} saved={viewer.profile_bg} />
    </section>
  )
}
