import { MEMBERS, type Row, THE_OWNER, UNLESS_BAD } from './account-rows.ts'
import type { Scene } from './account-scenes.ts'
import { postTrack, recording, SONG } from './house.ts'

/** The smallest picture there is: a PNG of one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)

const owner = (scene: Scene) => scene.idOf('owner')
const nobody = () => 999
const author = async ({ given, headersOf }: Scene) => Number((await postTrack(given, headersOf('owner'))).id)

const of = (path: string): readonly Row[] => [
  { call: `GET ${path}`, id: owner, expected: UNLESS_BAD(200) },
  { call: `GET ${path}`, with: 'nobody', id: nobody, expected: UNLESS_BAD(404) },
  { call: `GET ${path}`, with: 'one who waits', id: ({ idOf }) => idOf('pending'), expected: UNLESS_BAD(404) },
  ...['POST', 'PATCH'].flatMap((method): readonly Row[] => [
    {
      call: `${method} ${path}`,
      with: 'pictures',
      id: owner,
      fields: () => ({}),
      files: () => ({ profile_img: PICTURE, profile_bg: PICTURE }),
      expected: THE_OWNER(200),
    },
    {
      call: `${method} ${path}`,
      with: 'what is no picture',
      id: owner,
      fields: () => ({}),
      files: () => ({ profile_bg: recording() }),
      expected: THE_OWNER(422),
    },
    {
      call: `${method} ${path}`,
      with: 'empty texts',
      id: owner,
      fields: () => ({ profile_img: '', profile_bg: '' }),
      expected: THE_OWNER(200),
    },
    {
      call: `${method} ${path}`,
      with: 'a text for a picture',
      id: owner,
      fields: () => ({ profile_img: 'my cat' }),
      isFileInMultipart: true,
      expected: THE_OWNER(400),
    },
  ]),
  { call: `DELETE ${path}`, id: owner, expected: THE_OWNER(200) },
  { call: `DELETE ${path}`, with: 'nobody', id: nobody, expected: MEMBERS(404) },
]

/** Pictures of people and of posts. */
export const IMAGE_ROWS: readonly Row[] = [
  ...of('/user/{id}/profile_img'),
  ...of('/user/{id}/profile-img'),
  {
    call: 'POST /post',
    with: 'a track and a picture',
    fields: () => SONG,
    files: () => ({ author_track: recording(), post_img: PICTURE }),
    expected: MEMBERS(201),
  },
  {
    call: 'POST /post',
    with: 'a track and what is no picture',
    fields: () => SONG,
    files: () => ({ author_track: recording(), post_img: recording() }),
    expected: MEMBERS(422),
  },
  {
    call: 'PATCH /post/{id}',
    with: 'a picture',
    id: author,
    fields: () => ({}),
    files: () => ({ post_img: PICTURE }),
    expected: THE_OWNER(200),
  },
  {
    call: 'PATCH /post/{id}',
    with: 'no picture any more',
    id: author,
    fields: () => ({ post_img: '' }),
    expected: THE_OWNER(200),
  },
]
