import { describe, expect, it } from 'vitest'
import { OFFSET_TYPE } from '#adapters/http/body/body.ts'
import type { Row } from './account-rows.ts'
import { PEOPLE, type Person } from './account-scenes.ts'
import { BODIES, type BodyKind } from './asking.ts'
import { ALL_ROWS, nameOf, perform, type Way } from './document/calls.ts'
import { documentOf } from './document/operations.ts'
import { unknownFieldsOf } from './document/unknown-fields.ts'
import { house } from './house.ts'

const OPERATIONS = await documentOf(house().app)

const WRITES = OPERATIONS.filter(({ method }) => method !== 'GET')

const NAMED = ALL_ROWS.flatMap((row) => {
  const operation = WRITES.find(({ call }) => call === row.call)
  return operation === undefined ? [] : [[nameOf(row), row, operation] as const]
})

/** Whom it answers best. */
const personOf = ({ expected }: Row): Person => PEOPLE[expected.indexOf(Math.min(...expected))]!

/** Every two of body, word and slash meet in one of them. */
const WAYS: readonly Way[] = [
  { as: 'a form', word: 'Bearer', slash: true },
  { as: 'multipart', word: 'Token', slash: true },
  { as: 'JSON', word: 'Bearer', slash: true },
  { as: 'a form', word: 'Token', slash: false },
  { as: 'multipart', word: 'Bearer', slash: false },
]

/** The one thing that is never the same. */
const SALTED = /\$memory-sha256\$[\da-f$]+/g

/** What came of it: the answer, and everything that is stored. Clock and chance of a house are always the same. */
const outcome = async (row: Row, way: Way) => {
  const { scene, answer } = await perform(row, personOf(row), way)
  const tables = Object.entries((await scene.given.world.tables())._unsafeUnwrap())
  const rows = JSON.stringify(tables.map(([name, table]) => [name, ...table])).replaceAll(SALTED, '…')
  return { status: answer.status, body: await answer.text(), rows, files: scene.given.world.files.paths() }
}

const expectSame = (one: Awaited<ReturnType<typeof outcome>>, other: typeof one): void => {
  expect([other.status, other.body]).toEqual([one.status, one.body])
  expect([other.rows, other.files]).toEqual([one.rows, one.files])
}

describe('every write', () => {
  it('takes JSON, a form and multipart, unless it needs a file', () => {
    const types = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']
    for (const { call, body } of WRITES) {
      if (body === null || OFFSET_TYPE in body) continue
      const files = Object.values(body).some(({ schema: { properties = {}, required = [] } }) =>
        Object.entries(properties).some(([name, { format }]) => format === 'binary' && required.includes(name)),
      )
      expect([call, Object.keys(body).toSorted()]).toEqual([call, files ? types.slice(2) : types])
    }
  })

  it.each(NAMED)('%s does the same in every body, under both words, with a slash or without', async (_name, row) => {
    const usual = await outcome(row, { as: 'JSON', word: 'Token', slash: false })
    const ways = WAYS.filter(({ as }) => as !== 'multipart' || row.isFileInMultipart !== true)
    for (const way of ways) expectSame(usual, await outcome(row, way))
  })

  it.each(NAMED.filter(([, row]) => (row.fields ?? row.key) !== undefined))(
    '%s is not changed by a hundred unknown fields',
    async (_name, row, operation) => {
      const usual = await outcome(row, {})
      const fields = unknownFieldsOf(operation)
      expect(Object.keys(fields)).toHaveLength(100)
      const kinds: readonly BodyKind[] = row.files === undefined ? (Object.keys(BODIES) as BodyKind[]) : ['multipart']
      for (const as of kinds.filter((kind) => kind !== 'multipart' || row.isFileInMultipart !== true))
        expectSame(usual, await outcome(row, { as, fields }))
    },
  )

  const asFiles = NAMED.filter(([, row]) => row.isFileInMultipart === true)

  it.each(asFiles)('%s takes the text for a file in multipart, and keeps nothing of it', async (_name, row) => {
    const { status, files } = await outcome(row, { as: 'multipart' })
    expect([status, files]).toEqual([422, []])
  })
})
