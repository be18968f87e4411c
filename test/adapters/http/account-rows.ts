import {
  activationKey,
  changeKey,
  reportKey,
  facebookToken,
  googleToken,
  PEOPLE,
  resetKey,
  type Scene,
  sessionOfOwner,
} from './account-scenes.ts'
import { PASSWORD } from './house.ts'

type Given<Value> = (scene: Scene) => Value | Promise<Value>

/** One call, and what it answers to each. */
export type Row = {
  readonly call: string
  /** Which one of its kind, in words. */
  readonly with?: string
  readonly id?: Given<number>
  /** In the query of a GET, else among the fields. */
  readonly key?: Given<string>
  readonly fields?: Given<Readonly<Record<string, unknown>>>
  /** Parts that are files, by name. */
  readonly files?: Given<Readonly<Record<string, Uint8Array>>>
  /** A body that is no form. */
  readonly raw?: Given<Uint8Array>
  /** It has a text under the name of a file, and in multipart that is a file. */
  readonly isFileInMultipart?: true
  /** Other parameters of the path than the id, by name. */
  readonly path?: Given<Readonly<Record<string, string>>>
  readonly query?: Given<string>
  readonly headers?: Given<Readonly<Record<string, string>>>
  /** In the order of {@link PEOPLE}. */
  readonly expected: readonly number[]
}

const PROFILE = { nickname: 'newcomer', instrument: 'Guitar' }
const TWICE = { password1: 'twelve-strings', password2: 'twelve-strings' }

/** Where nobody is asked for a token, where a good one is asked for, and where only a bad one is refused. */
export const ANYBODY = (status: number) => PEOPLE.map(() => status)
export const MEMBERS = (status: number) => [401, status, status, 401, 401, 401, status]
export const UNLESS_BAD = (status: number) => [status, status, status, status, 401, 401, status]
export const THE_OWNER = (status: number, others = 403) => [401, status, others, 401, 401, 401, others]
export const BUT_THE_OWNER = (status: number, own: number) => [401, own, status, 401, 401, 401, status]
export const STAFF = (status: number) => [401, 403, 403, 401, 401, 401, status]

const owner: Row['id'] = ({ idOf }) => idOf('owner')
const nobody = () => 999

/** Every way into an account. */
export const ROWS: readonly Row[] = [
  { call: 'GET /user', expected: UNLESS_BAD(200) },
  {
    call: 'POST /user/signup',
    with: 'an address that is free',
    fields: () => ({ ...PROFILE, ...TWICE, email: 'new@example.org' }),
    expected: ANYBODY(201),
  },
  {
    call: 'POST /user/signup',
    with: 'their own address',
    fields: ({ email }) => ({ ...PROFILE, ...TWICE, email }),
    expected: [201, 409, 409, 201, 409, 409, 409],
  },
  { call: 'GET /user/signup', with: 'the key of a password that waits', key: changeKey, expected: ANYBODY(200) },
  { call: 'GET /user/signup', with: 'the key of a sign-up', key: activationKey, expected: ANYBODY(404) },
  { call: 'GET /user/activate', with: 'its key', key: activationKey, expected: ANYBODY(200) },
  { call: 'GET /user/activate', with: 'the key of a forgotten password', key: resetKey, expected: ANYBODY(404) },
  {
    call: 'POST /user/activate',
    with: 'its key and password',
    key: activationKey,
    fields: () => ({ password: PASSWORD }),
    expected: ANYBODY(200),
  },
  {
    call: 'POST /user/login',
    with: 'their own password',
    fields: ({ email }) => ({ email, password: PASSWORD }),
    expected: [401, 200, 200, 403, 403, 200, 200],
  },
  {
    call: 'POST /user/login',
    with: 'another password',
    fields: ({ email }) => ({ email, password: 'wrong-wrong' }),
    expected: ANYBODY(401),
  },
  {
    call: 'POST /user/google_login',
    with: 'their own address',
    fields: (scene) => ({ ...PROFILE, token: googleToken(scene, scene.email) }),
    expected: [201, 200, 200, 201, 403, 200, 200],
  },
  {
    call: 'POST /user/google_login',
    with: 'their own address, typed',
    fields: (scene) => ({ ...PROFILE, token: googleToken(scene, null), email: scene.email }),
    expected: [202, 409, 409, 202, 409, 409, 409],
  },
  {
    call: 'POST /user/google_login',
    with: 'a forged token',
    fields: () => ({ ...PROFILE, token: 'forged' }),
    expected: ANYBODY(401),
  },
  {
    call: 'POST /user/facebook_login',
    with: 'their own address',
    fields: (scene) => ({ ...PROFILE, access_token: facebookToken(scene, scene.email), facebook_user_id: '7' }),
    expected: [201, 200, 200, 201, 403, 200, 200],
  },
  {
    call: 'POST /user/facebook_login',
    with: 'their own address, typed',
    fields: (scene) => ({
      ...PROFILE,
      access_token: facebookToken(scene, null),
      facebook_user_id: '7',
      email: scene.email,
    }),
    expected: [202, 409, 409, 202, 409, 409, 409],
  },
  { call: 'POST /user/logout', expected: MEMBERS(200) },
  {
    call: 'POST /user/password',
    with: 'their own password',
    fields: () => ({ password: PASSWORD }),
    expected: MEMBERS(200),
  },
  {
    call: 'POST /user/password',
    with: 'another password',
    fields: () => ({ password: 'wrong-wrong' }),
    expected: MEMBERS(400),
  },
  {
    call: 'POST /user/password',
    with: 'the key of a forgotten password',
    key: resetKey,
    fields: () => TWICE,
    expected: UNLESS_BAD(200),
  },
  { call: 'PUT /user/password', with: 'a new password', fields: () => TWICE, expected: MEMBERS(202) },
  {
    call: 'PUT /user/password',
    with: 'their own address',
    fields: ({ email }) => ({ email }),
    expected: UNLESS_BAD(202),
  },
  { call: 'GET /user/password', with: 'the key of a forgotten one', key: resetKey, expected: ANYBODY(200) },
  { call: 'GET /user/password', with: 'the key of one that waits', key: changeKey, expected: ANYBODY(200) },
  { call: 'GET /user/not_me', with: 'its key', key: reportKey, expected: ANYBODY(200) },
  { call: 'POST /user/not_me', with: 'its key', key: reportKey, expected: ANYBODY(200) },
  { call: 'GET /user/{id}', with: 'the owner', id: owner, expected: UNLESS_BAD(200) },
  {
    call: 'GET /user/{id}',
    with: 'one a suspended user',
    id: ({ idOf }) => idOf('suspended'),
    expected: UNLESS_BAD(200),
  },
  { call: 'GET /user/{id}', with: 'nobody', id: nobody, expected: UNLESS_BAD(404) },
  { call: 'GET /user/{id}', with: 'one who waits', id: ({ idOf }) => idOf('pending'), expected: UNLESS_BAD(404) },
  { call: 'POST /user/{id}', with: 'the owner', id: owner, fields: () => PROFILE, expected: THE_OWNER(200) },
  { call: 'PATCH /user/{id}', with: 'the owner', id: owner, fields: () => PROFILE, expected: THE_OWNER(200) },
  { call: 'PATCH /user/{id}', with: 'nobody', id: nobody, fields: () => PROFILE, expected: MEMBERS(404) },
  { call: 'DELETE /user/{id}', with: 'the owner', id: owner, expected: THE_OWNER(204) },
  { call: 'DELETE /user/{id}', with: 'nobody', id: nobody, expected: MEMBERS(404) },
  { call: 'GET /user/me', expected: MEMBERS(200) },
  { call: 'GET /user/sessions', expected: MEMBERS(200) },
  { call: 'DELETE /user/sessions/{id}', with: "the owner's", id: sessionOfOwner, expected: THE_OWNER(204, 404) },
  { call: 'DELETE /user/sessions/{id}', with: 'none', id: nobody, expected: MEMBERS(404) },
  ...['POST', 'PUT'].flatMap((method) => [
    { call: `${method} /user/{id}/follow`, with: 'the owner', id: owner, expected: BUT_THE_OWNER(200, 403) },
    ...(['pending', 'suspended'] as const).map((person) => ({
      call: `${method} /user/{id}/follow`,
      with: `one who is ${person}`,
      id: ({ idOf }: Scene) => idOf(person),
      expected: MEMBERS(person === 'pending' ? 404 : 403),
    })),
  ]),
  { call: 'DELETE /user/{id}/follow', with: 'the owner', id: owner, expected: MEMBERS(200) },
  { call: 'DELETE /user/{id}/follow', with: 'nobody', id: nobody, expected: MEMBERS(404) },
  { call: 'PUT /user/{id}/suspension', with: 'the owner', id: owner, expected: STAFF(204) },
  { call: 'PUT /user/{id}/suspension', with: 'staff', id: ({ idOf }) => idOf('staff'), expected: STAFF(403) },
  { call: 'PUT /user/{id}/suspension', with: 'nobody', id: nobody, expected: STAFF(404) },
  { call: 'DELETE /user/{id}/suspension', with: 'the owner', id: owner, expected: STAFF(204) },
]
