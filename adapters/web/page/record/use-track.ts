import { useEffect, useMemo } from 'preact/hooks'
import { newSending } from './sending.ts'
import type { Song } from './song.ts'
import { newTrackSource } from './track-source.ts'

/** A track that is recorded or chosen, and how it is sent; both end with the component. */
export const useTrack = <Sent>(song: Song | null) => {
  const source = useMemo(() => newTrackSource(song), [])
  const sending = useMemo(() => newSending<Sent>(), [])
  useEffect(() => {
    const ends = [source.start(), sending.start()]
    return () => {
      for (const end of ends) end()
    }
  }, [])
  const isBusy = sending.state.value === 'preparing' || sending.state.value === 'sending'
  return { source, sending, isBusy }
}
