import type { Row } from '../account-rows.ts'
import { ROWS } from '../account-rows.ts'
import { type Person, type Scene, sceneOf } from '../account-scenes.ts'
import { BODIES, type BodyKind, PROGRAM } from '../asking.ts'
import { IMAGE_ROWS } from '../image-rows.ts'
import { MESSAGE_ROWS } from '../message-rows.ts'
import { UPLOAD_ROWS } from '../upload-rows.ts'
import { OFFSET_TYPE } from '#adapters/http/body/body.ts'
import { SONG_ROWS } from '../song-rows.ts'
import { STAFF_ROWS } from '../staff-rows.ts'

/** What every call of Soundhub answers to everybody. */
export const ALL_ROWS: readonly Row[] = [
  ...ROWS,
  ...SONG_ROWS,
  ...IMAGE_ROWS,
  ...MESSAGE_ROWS,
  ...STAFF_ROWS,
  ...UPLOAD_ROWS,
]

/** How a call is written. */
export type Way = {
  readonly as?: BodyKind
  readonly slash?: boolean
  /** The word before the token. */
  readonly word?: 'Token' | 'Bearer'
  /** Fields beside, or in place of, those of the row. */
  readonly fields?: Readonly<Record<string, unknown>>
}

export type Called = { readonly scene: Scene; readonly answer: Response }

const withWord = (headers: Scene['headers'], word: Way['word']): Scene['headers'] =>
  headers.Authorization === undefined || word === undefined
    ? headers
    : { Authorization: headers.Authorization.replace(/^\w+/, word) }

const withFiles = (sent: { body: unknown; headers: object }, files: Readonly<Record<string, Uint8Array>>) => {
  const form = sent.body as FormData
  for (const [name, bytes] of Object.entries(files)) form.append(name, new Blob([new Uint8Array(bytes)]), 'a.wav')
  return sent
}

const inForm = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value)

/** A form has text alone; an empty one comes nearest to null. */
const asForm = (fields: Readonly<Record<string, unknown>>): Readonly<Record<string, string | readonly string[]>> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, Array.isArray(value) ? value.map(inForm) : inForm(value)]),
  )

type Prepared = { readonly url: string; readonly fields: object | undefined; readonly init: RequestInit }

/** The request of a row; what it needs is put into the scene. */
export const prepare = async (row: Row, scene: Scene, way: Way = {}): Promise<Prepared> => {
  const [method = '', template = ''] = row.call.split(' ')
  const named: Record<string, unknown> = { ...(await row.path?.(scene)), id: await row.id?.(scene) }
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(named[name]))
  const key = await row.key?.(scene)
  const given = await row.fields?.(scene)
  const isKeyInQuery = method === 'GET' && key !== undefined
  const query = isKeyInQuery ? `activation_key=${key}` : await row.query?.(scene)
  const hasFields = method !== 'GET' && (key ?? given ?? way.fields) !== undefined
  const fields = hasFields ? { ...given, ...(key !== undefined && { activation_key: key }), ...way.fields } : undefined
  const files = await row.files?.(scene)
  const kind = files === undefined ? (way.as ?? 'JSON') : 'multipart'
  const written = fields === undefined ? { headers: {} } : BODIES[kind](kind === 'JSON' ? fields : asForm(fields))
  const raw = await row.raw?.(scene)
  const sent =
    raw !== undefined
      ? { body: new Uint8Array(raw), headers: { 'Content-Type': OFFSET_TYPE } }
      : 'body' in written && files !== undefined
        ? withFiles(written, files)
        : written
  const headers = { ...PROGRAM, ...sent.headers, ...withWord(scene.headers, way.word), ...(await row.headers?.(scene)) }
  return {
    url: `${path}${way.slash === true ? '/' : ''}${query === undefined ? '' : `?${query}`}`,
    fields,
    init: { method, ...(sent as object), headers },
  }
}

/** The row's call, by this person, in a house of its own. */
export const perform = async (row: Row, person: Person, way: Way = {}): Promise<Called> => {
  const scene = await sceneOf(person)
  const { url, init } = await prepare(row, scene, way)
  return { scene, answer: await scene.given.app.request(url, init) }
}

export const nameOf = (row: Row): string => `${row.call} with ${row.with ?? 'nothing'}`
