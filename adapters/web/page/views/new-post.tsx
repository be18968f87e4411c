import { useEffect, useRef, useState } from 'preact/hooks'
import { MAX_BPM, MIN_BPM } from '#domain/post/post.ts'
import type { FieldFault } from '#domain/shared/fields.ts'
import type { Post } from '#adapters/client/soundhub.ts'
import { usePage } from '../context.ts'
import { NumberField, PictureField, TextField } from '../parts/fields.tsx'
import { GenresField, InstrumentsField } from '../parts/word-fields.tsx'
import { focusFault, FormContext } from '../parts/form.tsx'
import { textIn, wordsChosen } from '../parts/values.ts'
import { SendStatus } from '../record/send-status.tsx'
import { SourcePanel } from '../record/source-panel.tsx'
import { useTrack } from '../record/use-track.ts'

/** What is wrong with fields, by the names that the API gives them. */
type Sentences = Readonly<Record<string, string>>

/** Posts the first track of a song. */
export const NewPostView = () => {
  const { record: say, account } = usePage().words
  const { source, sending, isBusy } = useTrack<Post>(null)
  const form = useRef<HTMLFormElement>(null)
  const [wrong, setWrong] = useState<Sentences>({})
  useEffect(() => focusFault(form.current), [wrong])

  const refused = sending.refused.value?.errors.map(({ field, detail }) => [field, detail]) ?? []
  const sentences: Sentences = { ...Object.fromEntries(refused), ...wrong }

  const missing: Sentences = { title: say.noTitle, instrument: say.noInstrument, genre: say.noGenre }
  const sentenceOf = (fault: FieldFault): string =>
    (fault.code === 'REQUIRED' ? missing[fault.field] : undefined) ?? account.fault(fault)

  const wrongIn = async (fields: FormData): Promise<Sentences> => {
    // Rules that cannot be loaded are left to the API.
    const checks = await import('../parts/checks.ts').catch(() => null)
    const faults = checks?.checkPost(fields)?.faults ?? []
    return {
      ...Object.fromEntries(faults.map((fault) => [fault.field, sentenceOf(fault)])),
      ...(source.isThere.value ? {} : { author_track: say.noTrack }),
    }
  }

  const send = async (): Promise<void> => {
    const fields = new FormData(form.current!)
    const faults = await wrongIn(fields)
    setWrong(faults)
    if (Object.keys(faults).length > 0) return
    const picture = fields.get('post_img')
    const texts: [string, string][] = [
      ['title', textIn(fields, 'title')],
      ['instrument', wordsChosen(fields, 'instrument').join(', ')],
      ['genre', wordsChosen(fields, 'genre').join(', ')],
      ['bpm', textIn(fields, 'bpm')],
    ]
    const what = JSON.stringify([texts, picture instanceof File ? [picture.name, picture.size] : null])
    await sending.send({
      parcel: async () => {
        const track = await source.track(what)
        if (track === null) return null
        const pictures: [string, File][] = picture instanceof File && picture.size > 0 ? [['post_img', picture]] : []
        return { path: '/post', fields: [...texts, ...pictures], track: { name: 'author_track', ...track } }
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
          if (!isBusy && !source.isRecording.value) void send()
        }}
      >
        <FormContext.Provider value={{ form: 'new-post', sentences }}>
          <fieldset class="plain" disabled={isBusy}>
            <TextField name="title" label={say.title} />
            <InstrumentsField label={say.instruments} />
            <GenresField label={say.genres} />
            <NumberField name="bpm" label={say.bpm} least={MIN_BPM} most={MAX_BPM} />
            <PictureField name="post_img" label={say.picture} isOptional />
            <div>
              <button type="submit" disabled={source.isRecording.value}>
                {say.post}
              </button>
            </div>
          </fieldset>
        </FormContext.Provider>
      </form>
      <SendStatus sending={sending} />
    </>
  )
}
