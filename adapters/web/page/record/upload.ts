import type { Asked } from '../api.ts'
import { dropParts, sendInParts } from './in-parts.ts'
import { sendBody } from './request.ts'
import type { TrackToSend } from './track-source.ts'

/** What is sent, and where to. */
export type Parcel = {
  readonly path: string
  /** In the order in which they are sent. */
  readonly fields: readonly (readonly [string, string | File])[]
  /** The track, and the name of its part. Its key is the same for each try to send the same, so that it is there once however many answers are lost. */
  readonly track: TrackToSend & { readonly name: string }
}

/** From this size on a file is sent in parts, so that what has arrived need not be sent again. */
const IN_PARTS = 1_000_000

const sendForm = <Value>(
  path: string,
  fields: Parcel['fields'],
  key: string,
  onProgress: (part: number) => void,
): Promise<Asked<Value>> => {
  const form = new FormData()
  for (const [name, value] of fields) form.append(name, value)
  const request = { method: 'POST', path, headers: { 'Idempotency-Key': key }, body: form } as const
  return sendBody<Value>(request, (sent, total) => onProgress(sent / total))
}

/** Sends a form with its track; `onProgress` is told the part of it that is sent, 0 … 1. It does not throw. */
export const upload = async <Value>(
  { path, fields, track }: Parcel,
  onProgress: (part: number) => void,
): Promise<Asked<Value>> => {
  const { name, file, key, parts } = track
  if (file.size < IN_PARTS) return sendForm(path, [...fields, [name, file]], key, onProgress)
  for (let isAgain = false; ; isAgain = true) {
    const sent = await sendInParts(file, parts, onProgress)
    if (!sent.ok) return sent
    const answer = await sendForm<Value>(path, [...fields, ['track_upload', sent.value]], key, () => {})
    if (answer.ok) {
      dropParts(sent.value)
      return answer
    }
    // Its time may have ended in between.
    if (answer.refused.code !== 'UPLOAD_NOT_FOUND' || isAgain) return answer
    parts.keep(null)
  }
}
