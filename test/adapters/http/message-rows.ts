import { MEMBERS, type Row, THE_OWNER } from './account-rows.ts'
import type { Scene } from './account-scenes.ts'
import { ask } from './asking.ts'
import { jsonOf } from './house.ts'

/** What the owner wrote to the stranger. */
const written = async ({ given, headersOf, idOf }: Scene): Promise<number> => {
  const fields = { to_user: String(idOf('stranger')), content: 'bass?' }
  return Number((await jsonOf(await ask(given, '/message', { fields, headers: headersOf('owner') }))).id)
}

/** Whoever else asks has no such message. */
const THE_RECIPIENT = (status: number) => [401, 404, status, 401, 401, 401, 404]

/** Messages and their two boxes. */
export const MESSAGE_ROWS: readonly Row[] = [
  {
    call: 'POST /message',
    with: 'words for the stranger',
    fields: ({ idOf }) => ({ to_user: String(idOf('stranger')), content: 'bass?\nsoon' }),
    expected: [401, 201, 400, 401, 401, 401, 201],
  },
  {
    call: 'POST /message',
    with: 'words for who is suspended',
    fields: ({ idOf }) => ({ to_user: String(idOf('suspended')), content: 'bass?' }),
    expected: MEMBERS(201),
  },
  {
    call: 'POST /message',
    with: 'words for who is pending',
    fields: ({ idOf }) => ({ to_user: String(idOf('pending')), content: 'bass?' }),
    expected: MEMBERS(404),
  },
  { call: 'POST /message', with: 'nothing to say', fields: () => ({ to_user: '1' }), expected: MEMBERS(400) },
  {
    call: 'POST /message',
    with: 'no idempotency key',
    fields: ({ idOf }) => ({ to_user: String(idOf('staff')), content: 'bass?' }),
    headers: () => ({ 'Idempotency-Key': 'a key' }),
    expected: MEMBERS(400),
  },
  { call: 'GET /message/inbox', expected: MEMBERS(200) },
  { call: 'GET /message/sent', expected: MEMBERS(200) },
  { call: 'GET /message/sent', with: 'no cursor', query: () => 'cursor=x', expected: MEMBERS(400) },
  { call: 'GET /message/inbox/{id}', with: "the stranger's", id: written, expected: THE_RECIPIENT(200) },
  { call: 'GET /message/sent/{id}', with: "the owner's", id: written, expected: THE_OWNER(200, 404) },
  { call: 'DELETE /message/inbox/{id}', with: "the stranger's", id: written, expected: THE_RECIPIENT(204) },
  { call: 'DELETE /message/sent/{id}', with: "the owner's", id: written, expected: THE_OWNER(204, 404) },
]
