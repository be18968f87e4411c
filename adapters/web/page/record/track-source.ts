import { computed, effect, signal } from '@preact/signals'
import { newIdempotencyKey } from '../idempotency-key.ts'
import type { PartsNote } from './in-parts.ts'
import { newRecorder } from './recorder.ts'
import { forgetSentFile, sentFile } from './sent-file.ts'
import type { Song } from './song.ts'
import { placeOf, type Take, withKey } from './take.ts'
import { newTaker } from './taker.ts'
import { newTakes } from './takes.ts'

/** A track that is to be sent, the key under which it is, and where it is kept how far it is. */
export type TrackToSend = { readonly file: File; readonly key: string; readonly parts: PartsNote }

/** Where a track comes from: a take on this device, or a file. */
export const newTrackSource = (song: Song | null) => {
  const taker = newTaker()
  const takes = newTakes(song?.post ?? null, taker)
  const recorder = newRecorder(song, taker, takes)
  const file = signal<File | null>(null)
  const chosenName = signal<string | null>(null)
  /** The newest where none is chosen. */
  const chosenTake = computed(
    () =>
      takes.all.value.find(({ take }) => take.name === chosenName.value)?.take ?? takes.all.value.at(-1)?.take ?? null,
  )
  const isThere = computed(() => file.value !== null || chosenTake.value !== null)
  const isRecording = computed(() => ['counting', 'recording', 'finishing'].includes(recorder.state.value))
  const ofFile = (chosen: File, fields: string): TrackToSend => {
    const { name, size, lastModified } = chosen
    return { file: chosen, ...sentFile(JSON.stringify([song?.post ?? null, name, size, lastModified, fields])) }
  }

  /** Kept with the take, so that it is there when the tab was killed. */
  const partsOf = ({ name, sent }: Take & { readonly sent: NonNullable<Take['sent']> }): PartsNote => {
    let upload = sent.upload ?? null
    const keep = (now: string | null): void => {
      upload = now
      takes.change(name, (take) => ({ ...take, sent: { ...sent, upload } }))
    }
    return { kept: () => upload, keep }
  }

  /** The track as it is sent with these fields; the file goes before takes. Null if it cannot be read. */
  const track = async (fields: string): Promise<TrackToSend | null> => {
    if (file.value !== null) return ofFile(file.value, fields)
    if (chosenTake.value === null) return null
    const take = withKey(chosenTake.value, fields, newIdempotencyKey)
    takes.change(take.name, () => take)
    const sound = await taker.render(take, placeOf(take))
    if (sound === null) return null
    return { file: new File([sound], 'take.flac', { type: sound.type }), key: take.sent.key, parts: partsOf(take) }
  }

  /** Lets go of what was sent. */
  const letGo = async (): Promise<void> => {
    if (file.value !== null) {
      file.value = null
      forgetSentFile()
    } else if (chosenTake.value !== null) await takes.remove(chosenTake.value.name)
  }

  /** Begins what only a browser can do. Gives back what ends it; what is being recorded then is kept. */
  const start = (): (() => void) => {
    void takes.load()
    let known = 0
    const ends = [
      recorder.start(),
      effect(() => {
        const count = takes.all.value.length
        // The one that was just recorded is what one wants to hear about.
        if (count > known) chosenName.value = null
        known = count
      }),
    ]
    return () => {
      for (const end of ends) end()
    }
  }
  return { takes, recorder, file, chosenName, chosenTake, isThere, isRecording, track, letGo, start }
}

export type TrackSource = ReturnType<typeof newTrackSource>
