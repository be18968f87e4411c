import { useState } from 'preact/hooks'
import type { Proposal } from '#adapters/client/soundhub.ts'
import { api, asked } from '../api.ts'
import { usePage } from '../context.ts'
import { useAction } from '../parts/action.tsx'
import { Refusal } from '../parts/refusal.tsx'
import { Changes } from './changes.tsx'
import { recipeFrom } from './edit-recipe.ts'
import type { Room } from './room-state.ts'

const reload = (): void => location.reload()

const One = ({ room, proposal }: { readonly room: Room; readonly proposal: Proposal }) => {
  const { words, viewer } = usePage()
  const { room: say } = words
  const [why, setWhy] = useState('')
  const [isDeclining, setDeclining] = useState(false)
  const { refused, isBusy, act } = useAction()
  const recipe = recipeFrom(proposal.recipe)
  const isCompared = room.compared.value !== null && proposal.id === room.comparedId.value
  const mayDecide = viewer?.id === room.post.author.id && proposal.status === 'waiting' && !proposal.withdrawn
  const { mixes } = api
  const [post, id] = [room.post.id, proposal.id]
  const take = () => act(() => asked(mixes.putPostByIdMixesByProposal(post, id)), reload)
  const decline = () => act(() => asked(mixes.deletePostByIdMixesByProposal(post, id, { reason: why })), reload)
  return (
    <li class="proposal">
      <h3>
        {say.proposalBy(proposal.proposer.nickname)}
        {proposal.status === 'taken' && <span class="chip">{say.taken}</span>}
        {proposal.status === 'declined' && <span class="chip">{say.declined(proposal.reason)}</span>}
        {proposal.withdrawn && <span class="chip">{say.withdrawn}</span>}
      </h3>
      <Changes changes={proposal.changes} tracks={room.tracks} />
      {!proposal.withdrawn && (
        <div class="actions">
          <button
            type="button"
            class="toggle"
            aria-pressed={isCompared}
            onClick={() => room.compare(isCompared ? null : { id: proposal.id, recipe })}
          >
            {say.compare}
          </button>
          <button type="button" class="quiet" onClick={() => room.recipe.change(recipe)}>
            {say.edit}
          </button>
          {mayDecide && (
            <>
              <button type="button" disabled={isBusy} onClick={() => void take()}>
                {say.take}
              </button>
              <button
                type="button"
                class="quiet"
                aria-expanded={isDeclining}
                onClick={() => setDeclining(!isDeclining)}
              >
                {say.decline}
              </button>
            </>
          )}
        </div>
      )}
      {isDeclining && (
        <form
          class="actions"
          onSubmit={(event) => {
            event.preventDefault()
            void decline()
          }}
        >
          <label>
            {say.declineWhy}
            <input value={why} onInput={({ currentTarget }) => setWhy(currentTarget.value)} />
          </label>
          <button type="submit" disabled={isBusy}>
            {say.decline}
          </button>
        </form>
      )}
      {isCompared && <p role="status">{say.comparing}</p>}
      {refused !== null && <Refusal refused={refused} />}
    </li>
  )
}

/** Mixes that others propose: heard in the place of the edited one with the key C, taken or declined. */
export const Proposals = ({ room, proposals }: { readonly room: Room; readonly proposals: readonly Proposal[] }) => {
  const { room: say } = usePage().words
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals">{say.proposals}</h2>
      {proposals.length === 0 ? (
        <p class="faint">{say.noProposals}</p>
      ) : (
        <ul>
          {proposals.map((proposal) => (
            <One room={room} proposal={proposal} key={proposal.id} />
          ))}
        </ul>
      )}
    </section>
  )
}
