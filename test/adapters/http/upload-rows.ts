import { MEMBERS, type Row, THE_OWNER } from './account-rows.ts'
import type { Scene } from './account-scenes.ts'
import { jsonOf, postTrack, recording, SONG } from './house.ts'

const FILE = recording(220)

/** An upload that the owner began, with so many of its bytes. */
export const begun = async ({ given, headersOf }: Scene, bytes = 10): Promise<string> => {
  const headers = { ...headersOf('owner'), 'Upload-Length': `${FILE.length}` }
  const { id } = await jsonOf(await given.app.request('/uploads', { method: 'POST', headers }))
  await given.app.request(`/uploads/${String(id)}`, {
    method: 'PATCH',
    headers: { ...headers, 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': '0' },
    body: new Uint8Array(FILE.subarray(0, bytes)),
  })
  return String(id)
}

const ofOwner =
  (bytes?: number): NonNullable<Row['path']> =>
  async (scene) => ({ upload: await begun(scene, bytes) })
const none = () => ({ upload: '0'.repeat(32) })
const at = (offset: number) => () => ({ 'Upload-Offset': `${offset}` })

const whole = async (scene: Scene) => ({ track_upload: await begun(scene, FILE.length) })
const post = async ({ given, headersOf }: Scene) => Number((await postTrack(given, headersOf('owner'))).id)

/** Files that arrive in parts, and what is made of them. */
export const UPLOAD_ROWS: readonly Row[] = [
  {
    call: 'POST /uploads',
    with: 'a length',
    headers: () => ({ 'Upload-Length': '1000', 'Tus-Resumable': '1.0.0' }),
    expected: MEMBERS(201),
  },
  { call: 'POST /uploads', with: 'no length', expected: MEMBERS(400) },
  {
    call: 'POST /uploads',
    with: 'too much',
    headers: () => ({ 'Upload-Length': '99999999' }),
    expected: MEMBERS(413),
  },
  {
    call: 'POST /uploads',
    with: 'another tus',
    headers: () => ({ 'Upload-Length': '1000', 'Tus-Resumable': '0.2.2' }),
    expected: MEMBERS(412),
  },
  { call: 'GET /uploads/{upload}', with: "the owner's", path: ofOwner(), expected: THE_OWNER(200, 404) },
  { call: 'GET /uploads/{upload}', with: 'none', path: none, expected: MEMBERS(404) },
  {
    call: 'PATCH /uploads/{upload}',
    with: 'the next part',
    path: ofOwner(),
    headers: at(10),
    raw: () => FILE.subarray(10, 20),
    expected: THE_OWNER(204, 404),
  },
  {
    call: 'PATCH /uploads/{upload}',
    with: 'a part that was sent',
    path: ofOwner(),
    headers: at(0),
    raw: () => FILE.subarray(0, 10),
    expected: THE_OWNER(409, 404),
  },
  {
    call: 'PATCH /uploads/{upload}',
    with: 'more than was announced',
    path: ofOwner(),
    headers: at(10),
    raw: () => FILE,
    expected: THE_OWNER(413, 404),
  },
  {
    call: 'PATCH /uploads/{upload}',
    with: 'no offset',
    path: ofOwner(),
    raw: () => FILE,
    expected: MEMBERS(400),
  },
  { call: 'PATCH /uploads/{upload}', with: 'a form', path: ofOwner(), headers: at(10), expected: MEMBERS(415) },
  { call: 'DELETE /uploads/{upload}', with: "the owner's", path: ofOwner(), expected: THE_OWNER(204, 404) },
  { call: 'DELETE /uploads/{upload}', with: 'none', path: none, expected: MEMBERS(404) },
  {
    call: 'POST /post',
    with: 'an upload of the owner in the place of the track',
    fields: async (scene) => ({ ...SONG, ...(await whole(scene)) }),
    expected: THE_OWNER(201, 404),
  },
  {
    call: 'POST /post/{id}/comments',
    with: 'an upload of the owner in the place of the track',
    id: post,
    fields: async (scene) => ({ instrument: 'Bass', ...(await whole(scene)) }),
    expected: THE_OWNER(201, 404),
  },
  {
    call: 'POST /post/{id}/comments',
    with: 'an upload that is not whole',
    id: post,
    fields: async (scene) => ({ instrument: 'Bass', track_upload: await begun(scene) }),
    expected: THE_OWNER(409, 404),
  },
]
