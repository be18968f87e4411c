import { usePage } from '../context.ts'
import { later } from '../parts/later.tsx'
import type { Room } from '../room/room-state.ts'
import { logInPath } from '../share/addresses.ts'

const Desk = later(() => import('./desk.tsx').then((module) => module.Desk))

/** Answers a song with a track: recorded along with it, or a file. */
export const Answer = ({ room }: { readonly room: Room }) => {
  const { words, viewer, path } = usePage()
  const { record: say } = words
  return (
    <section class="answer" aria-labelledby="the-answer">
      <h2 id="the-answer">{say.answer}</h2>
      {viewer === null ? (
        <a class="button" href={logInPath(path)}>
          {say.logInToAnswer}
        </a>
      ) : (
        <Desk room={room} />
      )}
    </section>
  )
}
