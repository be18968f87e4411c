import type { Upload } from '#adapters/client/soundhub.ts'
import { api, asked, type Asked, type Refused } from '../api.ts'
import { sendBody } from './request.ts'

/** Where it is kept which upload a track is sent as, so that it goes on there. */
export type PartsNote = {
  readonly kept: () => string | null
  readonly keep: (upload: string | null) => void
}

/** So many bytes in a request: few enough for proxies that pass on only what they have whole. */
const PART = 4_000_000

/** Between tries of which none brought anything on its way, in ms. Then a person has to say so, or the connection comes back. */
const PAUSES = [500, 2_000, 5_000]

/** Nobody answered, the connection was cut, or the server had got to another place. */
const isPassing = ({ status }: Refused): boolean => status === 0 || status === 408 || status === 409 || status >= 500

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The upload as far as the server has got: the one that is kept, or a new one. */
const whereItEnded = async (file: File, note: PartsNote): Promise<Asked<Upload>> => {
  const kept = note.kept()
  if (kept !== null) {
    const found = await asked(api.uploads.getUploadsByUpload(kept))
    if (found.ok ? found.value.length === file.size : found.refused.status !== 404) return found
  }
  const begun = await asked(api.uploads.postUploads({ headers: { 'Upload-Length': String(file.size) } }))
  if (begun.ok) note.keep(begun.value.id)
  return begun
}

/** Sends the rest of it; `onProgress` is told how many bytes of the whole are sent. */
const sendRest = async (
  file: File,
  { id, offset }: Upload,
  onProgress: (bytes: number) => void,
): Promise<Asked<string>> => {
  for (let at = offset; at < file.size; at += PART) {
    onProgress(at)
    const headers = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(at) }
    const body = file.slice(at, at + PART)
    const sent = await sendBody({ method: 'PATCH', path: `/uploads/${id}`, headers, body }, (bytes) =>
      onProgress(Math.min(at + bytes, file.size)),
    )
    if (!sent.ok) return sent
  }
  return { ok: true, value: id }
}

/**
 * Sends a file in parts, from where the server has got to, and gives the upload's id. `onProgress` is told the part of the whole
 * that is sent, 0 … 1. It does not throw.
 */
export const sendInParts = async (
  file: File,
  note: PartsNote,
  onProgress: (part: number) => void,
): Promise<Asked<string>> => {
  let furthest = 0
  for (let tries = 0; ; tries++) {
    const there = await whereItEnded(file, note)
    if (there.ok && there.value.offset > furthest) {
      furthest = there.value.offset
      tries = 0
    }
    const sent = there.ok ? await sendRest(file, there.value, (bytes) => onProgress(bytes / file.size)) : there
    if (sent.ok || tries >= PAUSES.length || !navigator.onLine) return sent
    if (sent.refused.code === 'UPLOAD_NOT_FOUND') note.keep(null)
    else if (!isPassing(sent.refused)) return sent
    await pause(PAUSES[tries]!)
  }
}

/** Lets go of an upload that has become a track. If nobody hears of it, it goes after a day. */
export const dropParts = (id: string): void =>
  void fetch(`/uploads/${id}`, { method: 'DELETE', keepalive: true }).catch(() => undefined)
