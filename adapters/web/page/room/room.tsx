import { useEffect, useMemo } from 'preact/hooks'
import type { Post } from '#adapters/client/soundhub.ts'
import { mediaAt, usePage } from '../context.ts'
import { Lane } from './lane.tsx'
import { Answer } from '../record/answer.tsx'
import { listenToKeys } from './keys.ts'
import { newRoom, type Room } from './room-state.ts'
import { Proposals } from './proposals.tsx'
import { Revisions } from './revisions.tsx'
import { SaveBar } from './save-bar.tsx'
import { Transport } from './transport.tsx'

/** The master as it is now, for whoever only wants to listen; it works without a script. */
const Master = ({ room }: { readonly room: Room }) => {
  const page = usePage()
  const { room: say } = page.words
  const path = room.master.value
  if (path === null) return <p class="faint">{say.noMaster}</p>
  return <audio controls preload="none" src={mediaAt(page, path)} aria-label={say.listen} />
}

/** The room of a post: hear its tracks together, and mix them. */
export const MixRoom = ({ post }: { readonly post: Post }) => {
  const page = usePage()
  const { room: say } = page.words
  const room = useMemo(() => newRoom(post, (path) => mediaAt(page, path)), [post])
  useEffect(() => {
    const ends = [room.start(), listenToKeys(room)]
    return () => {
      for (const end of ends) end()
    }
  }, [room])
  return (
    <>
      <Master room={room} />
      <section class="room" aria-labelledby="the-room">
        <h2 id="the-room">{say.theRoom}</h2>
        <Transport room={room} />
        <ul class="lanes">
          {room.tracks.map((track) => (
            <Lane room={room} track={track} key={track.key} />
          ))}
        </ul>
        <SaveBar room={room} />
        <p class="faint">{say.keys}</p>
      </section>
      <Answer room={room} />
      <Proposals room={room} proposals={room.proposals.value} />
      <Revisions room={room} revisions={room.revisions.value} />
    </>
  )
}
