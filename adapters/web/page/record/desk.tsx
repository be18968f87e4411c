import { effect } from '@preact/signals'
import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Comment } from '#adapters/client/soundhub.ts'
import { usePage } from '../context.ts'
import type { Room } from '../room/room-state.ts'
import { InstrumentChoice } from './instruments.tsx'
import { SendStatus } from './send-status.tsx'
import { newSending } from './sending.ts'
import { SourcePanel } from './source-panel.tsx'
import { stemsOf } from './takes.ts'
import { newTrackSource } from './track-source.ts'

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
  const source = useMemo(() => newTrackSource({ post: post.id, bpm: post.bpm, player, loop }), [room])
  const sending = useMemo(() => newSending<Comment>(), [room])
  const [instruments, setInstruments] = useState<readonly string[]>([])
  const [isAsked, setIsAsked] = useState(false)
  const [hasSent, setHasSent] = useState(false)
  useEffect(() => {
    setHasSent(wasSent())
    const ends = [
      source.start(),
      sending.start(),
      effect(() => {
        room.beside.value = stemsOf(source.takes.all.value)
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }, [source])

  const done = async () => {
    await source.letGo()
    sessionStorage.setItem(SENT, '1')
    location.reload()
  }

  const send = () => {
    setIsAsked(true)
    if (instruments.length === 0) return
    const instrument = instruments.join(', ')
    void sending.send({
      parcel: async () => {
        const track = await source.track(instrument)
        if (track === null) return null
        const { key, file } = track
        return {
          path: `/post/${post.id}/comments`,
          key,
          fields: [
            ['instrument', instrument],
            ['comment_track', file],
          ],
        }
      },
      done: () => void done(),
    })
  }

  const isBusy = sending.state.value === 'preparing' || sending.state.value === 'sending'
  return (
    <>
      <p role="status" class="said">
        {hasSent ? say.answered : ''}
      </p>
      <SourcePanel source={source} />
      {source.isThere.value && (
        <>
          <InstrumentChoice
            chosen={instruments}
            onChange={setInstruments}
            wrong={isAsked && instruments.length === 0 ? say.noInstrument : undefined}
          />
          <button type="button" disabled={isBusy || source.isRecording.value} onClick={send}>
            {say.send}
          </button>
        </>
      )}
      <SendStatus sending={sending} />
    </>
  )
}
