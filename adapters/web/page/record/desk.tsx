import { effect } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Comment } from '#adapters/client/soundhub.ts'
import { usePage } from '../context.ts'
import { InstrumentsField } from '../parts/word-fields.tsx'
import { focusFault, FormContext } from '../parts/form.tsx'
import { wordsChosen } from '../parts/values.ts'
import type { Room } from '../room/room-state.ts'
import { SendStatus } from './send-status.tsx'
import { SourcePanel } from './source-panel.tsx'
import { stemsOf } from './takes.ts'
import { useTrack } from './use-track.ts'

/** Told to the page that shows the new track. */
const SENT = 'answer was sent'

const wasSent = (): boolean => {
  const was = sessionStorage.getItem(SENT) !== null
  sessionStorage.removeItem(SENT)
  return was
}

/** Where an answer is recorded or chosen, and sent. */
export const Desk = ({ room }: { readonly room: Room }) => {
  const { record: say } = usePage().words
  const { post, player, loop } = room
  const { source, sending, isBusy } = useTrack<Comment>({ post: post.id, bpm: post.bpm, player, loop })
  const form = useRef<HTMLFormElement>(null)
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({})
  const [hasSent, setHasSent] = useState(false)
  useEffect(() => {
    setHasSent(wasSent())
    return effect(() => {
      room.beside.value = stemsOf(source.takes.all.value)
    })
  }, [])
  useEffect(() => focusFault(form.current), [wrong])

  const done = async () => {
    await source.letGo()
    sessionStorage.setItem(SENT, '1')
    location.reload()
  }

  const send = () => {
    const instrument = wordsChosen(new FormData(form.current!), 'instrument').join(', ')
    setWrong(instrument === '' ? { instrument: say.noInstrument } : {})
    if (instrument === '') return
    void sending.send({
      parcel: async () => {
        const track = await source.track(instrument)
        if (track === null) return null
        return {
          path: `/post/${post.id}/comments`,
          fields: [['instrument', instrument]],
          track: { name: 'comment_track', ...track },
        }
      },
      done: () => void done(),
    })
  }

  return (
    <>
      <p role="status" class="said">
        {hasSent ? say.answered : ''}
      </p>
      <SourcePanel source={source} />
      {source.isThere.value && (
        <form
          class="form"
          method="post"
          ref={form}
          aria-busy={isBusy}
          onSubmit={(event) => {
            event.preventDefault()
            if (!isBusy && !source.isRecording.value) send()
          }}
        >
          <FormContext.Provider value={{ form: 'answer', sentences: wrong }}>
            <fieldset class="plain" disabled={isBusy}>
              <InstrumentsField label={say.instruments} />
              <div>
                <button type="submit" disabled={source.isRecording.value}>
                  {say.send}
                </button>
              </div>
            </fieldset>
          </FormContext.Provider>
        </form>
      )}
      <SendStatus sending={sending} />
    </>
  )
}
