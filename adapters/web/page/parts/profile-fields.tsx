import { usePage } from '../context.ts'
import { TextField } from './fields.tsx'
import { GenresField, InstrumentsField } from './word-fields.tsx'

type Profile = {
  readonly nickname?: string
  readonly instruments?: readonly string[]
  readonly genres?: readonly string[]
}

/** What others see of an account: when it is opened, and when it is changed. */
export const ProfileFields = ({ nickname = '', instruments = [], genres = [] }: Profile) => {
  const { account } = usePage().words
  return (
    <>
      <TextField
        name="nickname"
        label={account.nickname}
        hint={account.nicknameHint}
        autocomplete="nickname"
        value={nickname}
      />
      <InstrumentsField label={account.instruments} hint={account.atLeastOne} chosen={instruments} />
      <GenresField label={account.genres} hint={account.anyOrNone} chosen={genres} />
    </>
  )
}
