import type { RecipeChange } from '#adapters/client/soundhub.ts'
import { usePage } from '../context.ts'
import { wordLabels } from '../share/describe.ts'
import { writtenNumber } from '../words/number.ts'
import type { RoomTrack } from './tracks.ts'

/** In what two mixes differ, a line a change. */
export const Changes = ({
  changes,
  tracks,
}: {
  readonly changes: readonly RecipeChange[]
  readonly tracks: readonly RoomTrack[]
}) => {
  const { words } = usePage()
  const { room: say } = words
  const nameOf = (stem: RecipeChange['stem']): string => {
    if (stem === 'master') return say.master
    const found = tracks.find(({ key }) => key === (stem === 'author' ? 0 : stem))
    if (found === undefined) return say.track
    return say.lane(wordLabels(words, 'instrument', found.instruments).join(', '), found.author.nickname)
  }
  const valueOf = (value: RecipeChange['from']): string => {
    if (value === null) return say.targetOff
    if (typeof value === 'boolean') return value ? say.on : say.off
    return typeof value === 'number' ? writtenNumber(value) : ''
  }
  const lineOf = ({ stem, field, from, to }: RecipeChange): string => {
    const what = nameOf(stem)
    if (field === 'settings') return from === null ? say.added(what) : say.takenOut(what)
    return say.change(what, say.fields[field], valueOf(from), valueOf(to))
  }
  if (changes.length === 0) return <p class="faint">{say.noChange}</p>
  return (
    <ul class="changes">
      {changes.map((change) => (
        <li key={`${change.stem} ${change.field}`}>{lineOf(change)}</li>
      ))}
    </ul>
  )
}
