import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { MAX_BPM, MAX_TITLE_LENGTH, MIN_BPM } from '#domain/post/post.ts'
import { GENRES } from '#domain/track/vocabulary.ts'
import type { Post } from '#adapters/client/soundhub.ts'
import { usePage } from '../context.ts'
import { InstrumentChoice } from '../record/instruments.tsx'
import { SendStatus } from '../record/send-status.tsx'
import { newSending } from '../record/sending.ts'
import { SourcePanel } from '../record/source-panel.tsx'
import { newTrackSource } from '../record/track-source.ts'

const IMAGES = 'image/jpeg,image/png,image/webp,image/gif,image/avif'

const textOf = (fields: FormData, name: string): string =>
  fields
    .getAll(name)
    .filter((value) => typeof value === 'string')
    .join(', ')

/** What is said of fields, by the names that the API gives them. */
type Sentences = Readonly<Record<string, string>>

const Fault = ({ name, sentences }: { readonly name: string; readonly sentences: Sentences }) =>
  sentences[name] === undefined ? null : (
    <span class="fault" id={`${name}-fault`}>
      {sentences[name]}
    </span>
  )

const described = (name: string, sentences: Sentences) => ({
  id: name,
  name,
  'aria-invalid': sentences[name] !== undefined,
  'aria-describedby': sentences[name] === undefined ? undefined : `${name}-fault`,
})

const Genres = ({ sentences }: { readonly sentences: Sentences }) => {
  const { record: say, room } = usePage().words
  return (
    <fieldset class="field choice" aria-describedby={sentences['genre'] === undefined ? undefined : 'genre-fault'}>
      <legend>{say.genres}</legend>
      <div class="words">
        {GENRES.map((word) => (
          <label class="chip" key={word}>
            <input type="checkbox" name="genre" value={word} />
            {room.genres[word]}
          </label>
        ))}
      </div>
      <Fault name="genre" sentences={sentences} />
    </fieldset>
  )
}

/** Posts the first track of a song. */
export const NewPostView = () => {
  const { record: say } = usePage().words
  const source = useMemo(() => newTrackSource(null), [])
  const sending = useMemo(() => newSending<Post>(), [])
  const form = useRef<HTMLFormElement>(null)
  const [instruments, setInstruments] = useState<readonly string[]>([])
  const [missing, setMissing] = useState<Sentences>({})
  useEffect(() => {
    const ends = [source.start(), sending.start()]
    return () => {
      for (const end of ends) end()
    }
  }, [source])

  const refused = sending.refused.value?.errors.map(({ field, detail }) => [field, detail]) ?? []
  const sentences: Sentences = { ...Object.fromEntries(refused), ...missing }
  const isBusy = sending.state.value === 'preparing' || sending.state.value === 'sending'

  const missingIn = (fields: FormData): Sentences => ({
    ...(textOf(fields, 'title').trim() === '' ? { title: say.noTitle } : {}),
    ...(instruments.length === 0 ? { instrument: say.noInstrument } : {}),
    ...(textOf(fields, 'genre') === '' ? { genre: say.noGenre } : {}),
    ...(source.isThere.value ? {} : { author_track: say.noTrack }),
  })

  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid=true], fieldset[aria-describedby$=-fault] input')?.focus()
  }, [missing])

  const send = () => {
    const fields = new FormData(form.current!)
    const wrong = missingIn(fields)
    setMissing(wrong)
    if (Object.keys(wrong).length > 0) return
    const picture = fields.get('post_img')
    const texts: [string, string][] = [
      ['title', textOf(fields, 'title')],
      ['instrument', instruments.join(', ')],
      ['genre', textOf(fields, 'genre')],
      ['bpm', textOf(fields, 'bpm')],
    ]
    const what = JSON.stringify([texts, picture instanceof File ? [picture.name, picture.size] : null])
    void sending.send({
      parcel: async () => {
        const track = await source.track(what)
        if (track === null) return null
        const pictures: [string, File][] = picture instanceof File && picture.size > 0 ? [['post_img', picture]] : []
        return { path: '/post', key: track.key, fields: [...texts, ...pictures, ['author_track', track.file]] }
      },
      done: (post) => void source.letGo().then(() => location.assign(`/post/${post.id}`)),
    })
  }

  return (
    <>
      <h1>{say.newPost}</h1>
      <p class="lead">{say.newPostLead}</p>
      <section class="answer" aria-labelledby="the-track">
        <h2 id="the-track">{say.theTrack}</h2>
        <SourcePanel source={source} wrong={sentences['author_track']} />
      </section>
      <form
        class="form"
        method="post"
        noValidate
        ref={form}
        aria-busy={isBusy}
        onSubmit={(event) => {
          event.preventDefault()
          if (!isBusy && !source.isRecording.value) send()
        }}
      >
        <fieldset class="plain" disabled={isBusy}>
          <div class="field">
            <label for="title">{say.title}</label>
            <input
              type="text"
              required
              maxLength={MAX_TITLE_LENGTH}
              autocomplete="off"
              {...described('title', sentences)}
            />
            <Fault name="title" sentences={sentences} />
          </div>
          <InstrumentChoice chosen={instruments} onChange={setInstruments} wrong={sentences['instrument']} />
          <Genres sentences={sentences} />
          <div class="field">
            <label for="bpm">{say.bpm}</label>
            <input type="number" min={MIN_BPM} max={MAX_BPM} step={1} {...described('bpm', sentences)} />
            <Fault name="bpm" sentences={sentences} />
          </div>
          <div class="field">
            <label for="post_img">{say.picture}</label>
            <input type="file" accept={IMAGES} {...described('post_img', sentences)} />
            <Fault name="post_img" sentences={sentences} />
          </div>
          <div>
            <button type="submit" disabled={source.isRecording.value}>
              {say.post}
            </button>
          </div>
        </fieldset>
      </form>
      <SendStatus sending={sending} />
    </>
  )
}
