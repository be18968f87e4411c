import { ANYBODY, BUT_THE_OWNER, MEMBERS, type Row, THE_OWNER, UNLESS_BAD } from './account-rows.ts'
import type { Scene } from './account-scenes.ts'
import { commentTrack, postTrack, recording, SONG, work } from './house.ts'

const RECIPE = {
  author: { pan: 20 },
  stems: [{ comment: 1, gain_db: -3, pan: -20, offset_ms: -42.5, mute: false, solo: false }],
  master: { loudness_lufs: null, ceiling_dbtp: -1.5 },
}

const postOfOwner = async ({ given, headersOf }: Scene): Promise<number> =>
  Number((await postTrack(given, headersOf('owner'))).id)

const commentOfOwner = async (scene: Scene): Promise<number> =>
  Number((await commentTrack(scene.given, await postOfOwner(scene), scene.headersOf('owner'))).id)

/** A post of the owner with its first comment, which is comment 1. */
const answeredPost = async (scene: Scene): Promise<number> => {
  const post = await postOfOwner(scene)
  await commentTrack(scene.given, post, scene.headersOf('owner'))
  return post
}

/** Its mix is rendered. */
const mixedPost = async (scene: Scene): Promise<number> => {
  const post = await answeredPost(scene)
  await scene.given.app.request(`/post/${post}/mix`, {
    method: 'PATCH',
    body: JSON.stringify({ mix_tracks: '1' }),
    headers: { 'Content-Type': 'application/json', ...scene.headersOf('owner') },
  })
  await work(scene.given)
  return post
}

/** A proposal for its mix, which is proposal 1. */
const proposedPost = async (scene: Scene): Promise<number> => {
  const post = await answeredPost(scene)
  await scene.given.app.request(`/post/${post}/mixes`, {
    method: 'POST',
    body: JSON.stringify({ mix_tracks: '1' }),
    headers: { 'Content-Type': 'application/json', ...scene.headersOf('owner') },
  })
  await work(scene.given)
  return post
}

const FIRST = { path: () => ({ proposal: '1' }) }

/** Its comment. */
const mixedComment = (scene: Scene): Promise<number> => mixedPost(scene).then(() => 1)

const fileOfOwner = async (scene: Scene) => {
  const { author_track: path } = await postTrack(scene.given, scene.headersOf('owner'))
  return { path: String(path) }
}

const nobody = () => 999
const author = (scene: Scene) => postOfOwner(scene)
/** Staff takes away what is not theirs. */
const AUTHOR_OR_STAFF = [401, 204, 403, 401, 401, 401, 204]

/** Posts, what answers them, their mixes and files, and what is there for everybody. */
export const SONG_ROWS: readonly Row[] = [
  { call: 'GET /post', expected: UNLESS_BAD(200) },
  { call: 'GET /post', with: 'an order there is not', query: () => 'ordering=loudest', expected: UNLESS_BAD(400) },
  {
    call: 'POST /post',
    with: 'a track',
    fields: () => SONG,
    files: () => ({ author_track: recording() }),
    expected: MEMBERS(201),
  },
  { call: 'POST /post', with: 'no track', fields: () => SONG, files: () => ({}), expected: MEMBERS(400) },
  {
    call: 'POST /post',
    with: 'what is no track',
    fields: () => SONG,
    files: () => ({ author_track: Buffer.from('la la la') }),
    expected: MEMBERS(422),
  },
  { call: 'GET /post/{id}', with: "the owner's", id: author, expected: UNLESS_BAD(200) },
  { call: 'GET /post/{id}', with: "the owner's, mixed", id: mixedPost, expected: UNLESS_BAD(200) },
  { call: 'GET /post/{id}', with: 'none', id: nobody, expected: UNLESS_BAD(404) },
  { call: 'POST /post/{id}', with: "the owner's", id: author, fields: () => SONG, expected: THE_OWNER(200) },
  { call: 'PATCH /post/{id}', with: "the owner's", id: author, fields: () => SONG, expected: THE_OWNER(200) },
  { call: 'PATCH /post/{id}', with: 'none', id: nobody, fields: () => SONG, expected: MEMBERS(404) },
  { call: 'DELETE /post/{id}', with: "the owner's", id: author, expected: AUTHOR_OR_STAFF },
  { call: 'DELETE /post/{id}', with: 'none', id: nobody, expected: MEMBERS(404) },
  ...['POST', 'PUT'].flatMap((method) => [
    { call: `${method} /post/{id}/like`, with: "the owner's", id: author, expected: BUT_THE_OWNER(200, 403) },
    { call: `${method} /post/{id}/like`, with: 'none', id: nobody, expected: MEMBERS(404) },
  ]),
  { call: 'DELETE /post/{id}/like', with: "the owner's", id: author, expected: MEMBERS(200) },
  { call: 'DELETE /post/{id}/like', with: 'none', id: nobody, expected: MEMBERS(404) },
  { call: 'GET /post/{id}/comments', with: "the owner's", id: answeredPost, expected: UNLESS_BAD(200) },
  { call: 'GET /post/{id}/comments', with: 'none', id: nobody, expected: UNLESS_BAD(404) },
  {
    call: 'POST /post/{id}/comments',
    with: "the owner's",
    id: author,
    fields: () => ({ instrument: 'Bass' }),
    files: () => ({ comment_track: recording(220) }),
    expected: MEMBERS(201),
  },
  {
    call: 'POST /post/{id}/comments',
    with: 'none',
    id: nobody,
    fields: () => ({ instrument: 'Bass' }),
    files: () => ({ comment_track: recording(220) }),
    expected: MEMBERS(404),
  },
  { call: 'GET /post/comment/{id}', with: "the owner's", id: commentOfOwner, expected: UNLESS_BAD(200) },
  { call: 'GET /post/comment/{id}', with: 'none', id: nobody, expected: UNLESS_BAD(404) },
  {
    call: 'POST /post/comment/{id}',
    with: "the owner's",
    id: commentOfOwner,
    fields: () => ({ instrument: 'Drums' }),
    expected: THE_OWNER(200),
  },
  {
    call: 'PATCH /post/comment/{id}',
    with: "the owner's",
    id: commentOfOwner,
    fields: () => ({ instrument: 'Drums' }),
    expected: THE_OWNER(200),
  },
  { call: 'DELETE /post/comment/{id}', with: "the owner's", id: commentOfOwner, expected: AUTHOR_OR_STAFF },
  {
    call: 'PATCH /post/{id}/mix',
    with: 'its comment',
    id: answeredPost,
    fields: () => ({ mix_tracks: '1' }),
    expected: THE_OWNER(200),
  },
  {
    call: 'PATCH /post/{id}/mix',
    with: 'a recipe',
    id: answeredPost,
    fields: () => RECIPE,
    expected: THE_OWNER(200),
  },
  {
    call: 'PATCH /post/{id}/mix',
    with: 'a recipe of a revision it does not have',
    id: answeredPost,
    fields: () => ({ stems: [{ comment: 1 }] }),
    headers: () => ({ 'If-Match': '"3"' }),
    expected: THE_OWNER(412),
  },
  {
    call: 'PATCH /post/{id}/mix',
    with: 'a comment it does not have',
    id: answeredPost,
    fields: () => ({ mix_tracks: '1, 7' }),
    expected: THE_OWNER(404),
  },
  { call: 'GET /post/{id}/mix/events', with: 'a mix that is over', id: mixedPost, expected: UNLESS_BAD(200) },
  {
    call: 'GET /post/{id}/mix/events',
    with: 'a mix whose end was seen',
    id: mixedPost,
    headers: () => ({ 'Last-Event-ID': '1' }),
    expected: UNLESS_BAD(204),
  },
  { call: 'GET /post/{id}/mix/events', with: 'no mix', id: answeredPost, expected: UNLESS_BAD(404) },
  { call: 'GET /post/{id}/waveform', with: "the owner's", id: mixedPost, expected: UNLESS_BAD(200) },
  {
    call: 'GET /post/{id}/waveform',
    with: 'its first bytes',
    id: mixedPost,
    headers: () => ({ Range: 'bytes=0-9', Accept: 'application/octet-stream' }),
    expected: UNLESS_BAD(206),
  },
  { call: 'GET /post/{id}/waveform', with: 'none', id: nobody, expected: UNLESS_BAD(404) },
  { call: 'GET /post/comment/{id}/waveform', with: "the owner's", id: mixedComment, expected: UNLESS_BAD(200) },
  {
    call: 'GET /post/comment/{id}/waveform',
    with: 'its first bytes',
    id: mixedComment,
    headers: () => ({ Range: 'bytes=0-9', Accept: 'application/octet-stream' }),
    expected: UNLESS_BAD(206),
  },
  { call: 'GET /post/comment/{id}/waveform', with: 'none', id: nobody, expected: UNLESS_BAD(404) },
  {
    call: 'GET /post/{id}/master.{format}',
    with: "the owner's, mixed",
    id: mixedPost,
    path: () => ({ format: 'flac' }),
    expected: ANYBODY(200),
  },
  {
    call: 'GET /post/{id}/master.{format}',
    with: 'its first bytes',
    id: mixedPost,
    path: () => ({ format: 'mp3' }),
    headers: () => ({ Range: 'bytes=0-9' }),
    expected: ANYBODY(206),
  },
  {
    call: 'GET /post/{id}/master.{format}',
    with: 'a format it is not offered in',
    id: mixedPost,
    path: () => ({ format: 'mid' }),
    expected: ANYBODY(404),
  },
  {
    call: 'GET /post/{id}/master.{format}',
    with: "the owner's, not mixed",
    id: author,
    path: () => ({ format: 'mp3' }),
    expected: ANYBODY(409),
  },
  {
    call: 'GET /post/{id}/master.{format}',
    with: 'none',
    id: nobody,
    path: () => ({ format: 'mp3' }),
    expected: ANYBODY(404),
  },
  { call: 'GET /post/{id}/stems.zip', with: "the owner's, mixed", id: mixedPost, expected: ANYBODY(200) },
  { call: 'GET /post/{id}/stems.zip', with: "the owner's, just uploaded", id: author, expected: ANYBODY(409) },
  { call: 'GET /post/{id}/stems.zip', with: 'none', id: nobody, expected: ANYBODY(404) },
  {
    call: 'PUT /post/{id}/mix',
    with: 'a rendered revision',
    id: mixedPost,
    fields: () => ({ revision: 1 }),
    expected: THE_OWNER(200),
  },
  {
    call: 'PUT /post/{id}/mix',
    with: 'a revision that was never rendered',
    id: mixedPost,
    fields: () => ({ revision: 7 }),
    expected: THE_OWNER(404),
  },
  { call: 'GET /post/{id}/mixes', with: "the owner's", id: mixedPost, expected: UNLESS_BAD(200) },
  { call: 'GET /post/{id}/mixes', with: 'none', id: nobody, expected: UNLESS_BAD(404) },
  {
    call: 'POST /post/{id}/mixes',
    with: 'its comment',
    id: answeredPost,
    fields: () => ({ mix_tracks: '1' }),
    expected: MEMBERS(201),
  },
  {
    call: 'POST /post/{id}/mixes',
    with: 'a recipe',
    id: answeredPost,
    fields: () => RECIPE,
    expected: MEMBERS(201),
  },
  {
    call: 'POST /post/{id}/mixes',
    with: 'a comment it does not have',
    id: answeredPost,
    fields: () => ({ mix_tracks: '1, 7' }),
    expected: MEMBERS(404),
  },
  { call: 'GET /post/{id}/proposals', with: "the owner's", id: proposedPost, expected: UNLESS_BAD(200) },
  { call: 'GET /post/{id}/proposals', with: 'none', id: nobody, expected: UNLESS_BAD(404) },
  { call: 'GET /post/{id}/mixes/{proposal}', with: 'the first', id: proposedPost, ...FIRST, expected: UNLESS_BAD(200) },
  { call: 'GET /post/{id}/mixes/{proposal}', with: 'none', id: answeredPost, ...FIRST, expected: UNLESS_BAD(404) },
  { call: 'PUT /post/{id}/mixes/{proposal}', with: 'the first', id: proposedPost, ...FIRST, expected: THE_OWNER(200) },
  { call: 'PUT /post/{id}/mixes/{proposal}', with: 'none', id: answeredPost, ...FIRST, expected: THE_OWNER(404) },
  {
    call: 'PUT /post/{id}/mixes/{proposal}',
    with: 'another revision in sight',
    id: proposedPost,
    ...FIRST,
    headers: () => ({ 'If-Match': '"3"' }),
    expected: THE_OWNER(412),
  },
  {
    call: 'DELETE /post/{id}/mixes/{proposal}',
    with: 'the first',
    id: proposedPost,
    ...FIRST,
    fields: () => ({ reason: 'Too loud.' }),
    expected: THE_OWNER(204),
  },
  {
    call: 'DELETE /post/{id}/mixes/{proposal}',
    with: 'none',
    id: answeredPost,
    ...FIRST,
    fields: () => ({}),
    expected: THE_OWNER(404),
  },
  { call: 'GET /media/{path}', with: "the owner's", path: fileOfOwner, expected: ANYBODY(200) },
  {
    call: 'GET /media/{path}',
    with: 'its first bytes',
    path: fileOfOwner,
    headers: () => ({ Range: 'bytes=0-9' }),
    expected: ANYBODY(206),
  },
  {
    call: 'GET /media/{path}',
    with: 'what lies beyond it',
    path: fileOfOwner,
    headers: () => ({ Range: 'bytes=99999999-' }),
    expected: ANYBODY(416),
  },
  {
    call: 'GET /media/{path}',
    with: 'it once more',
    path: fileOfOwner,
    headers: () => ({ 'If-None-Match': '*' }),
    expected: ANYBODY(304),
  },
  { call: 'GET /media/{path}', with: 'nothing', path: () => ({ path: 'nothing.wav' }), expected: ANYBODY(404) },
  { call: 'GET /', expected: UNLESS_BAD(200) },
  { call: 'GET /home', expected: UNLESS_BAD(200) },
  {
    call: 'GET /home/genre/{genre}',
    with: 'one there is',
    path: () => ({ genre: 'Rock' }),
    expected: UNLESS_BAD(200),
  },
  {
    call: 'GET /home/genre/{genre}',
    with: 'one there is not',
    path: () => ({ genre: 'Polka' }),
    expected: UNLESS_BAD(400),
  },
  {
    call: 'GET /home/instrument/{instrument}',
    with: 'one there is',
    path: () => ({ instrument: 'bass' }),
    expected: UNLESS_BAD(200),
  },
  {
    call: 'GET /home/instrument/{instrument}',
    with: 'one there is not',
    path: () => ({ instrument: 'Harp' }),
    expected: UNLESS_BAD(400),
  },
  { call: 'GET /search', with: 'a keyword', query: () => 'keyword=b', expected: UNLESS_BAD(200) },
  { call: 'GET /search', with: 'blanks', query: () => 'keyword=+', expected: UNLESS_BAD(400) },
  { call: 'GET /healthz', expected: ANYBODY(200) },
  { call: 'GET /readyz', expected: ANYBODY(200) },
  { call: 'GET /problems/{code}', with: 'one there is', path: () => ({ code: 'not-found' }), expected: ANYBODY(200) },
  { call: 'GET /problems/{code}', with: 'none', path: () => ({ code: 'nothing' }), expected: ANYBODY(404) },
  { call: 'GET /openapi.json', expected: ANYBODY(200) },
  { call: 'GET /docs', expected: ANYBODY(200) },
  { call: 'GET /docs/{file}', with: 'a script', path: () => ({ file: 'start.js' }), expected: ANYBODY(200) },
  { call: 'GET /docs/{file}', with: 'nothing', path: () => ({ file: 'stop.js' }), expected: ANYBODY(404) },
]
