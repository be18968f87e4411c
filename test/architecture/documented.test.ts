import { describe, expect, test } from 'vitest'
import {
  exportsAreDocumented,
  filesAreShort,
  MAX_FILE_LINES,
  nothingIsSilenced,
  portMethodsAreDocumented,
} from './documented.ts'
import { inspect } from './guard.ts'
import { HOUSE } from './house.ts'

const port = (text: string) => [{ path: 'application/post/ports.ts', text }]
const lines = (count: number, top = '') => [{ path: 'adapters/http/app.ts', text: `${top}${'f()\n'.repeat(count)}` }]

test('everything the core exports has a doc block', () => {
  expect(inspect(exportsAreDocumented, HOUSE)).toEqual([])
})

test('every method of a port has a doc block', () => {
  expect(inspect(portMethodsAreDocumented, HOUSE)).toEqual([])
})

test('no file is longer than 200 lines without a reason at its top', () => {
  expect(inspect(filesAreShort, HOUSE)).toEqual([])
})

test('the core silences no compiler error', () => {
  expect(inspect(nothingIsSilenced, HOUSE)).toEqual([])
})

describe('the guard of doc blocks catches', () => {
  test.for([
    'export const one = 1',
    'export type One = 1',
    'export interface One {}',
    'export async function* one() {}',
    'export default 1',
    '// not a doc block\nexport const one = 1',
    '/* nor this */\nexport const one = 1',
    '/** Speaks for the first. */\nexport const one = 1\n\nexport const two = 2',
    '/** Speaks for what is not exported. */\nconst one = 1\nexport const two = 2',
  ])('%s', (text) => {
    expect(inspect(exportsAreDocumented, port(text))).toHaveLength(1)
    expect(inspect(exportsAreDocumented, [{ path: 'domain/post/post.ts', text }])).toHaveLength(1)
  })

  test('a silent method of a port', () => {
    expect(
      inspect(portMethodsAreDocumented, port('/** A port. */ export interface Posts { add(): void }')),
    ).toHaveLength(1)
    expect(inspect(portMethodsAreDocumented, port('export interface Posts { readonly add: () => void }'))).toHaveLength(
      1,
    )
  })

  test('a core without files', () => {
    expect(inspect(exportsAreDocumented, [])).toHaveLength(1)
    expect(inspect(portMethodsAreDocumented, [])).toHaveLength(1)
    expect(inspect(nothingIsSilenced, [])).toHaveLength(1)
  })
})

test('the guard of doc blocks lets pass a group under one block, and what is exported from elsewhere', () => {
  const text = '/** Of time. */\nexport const one = 1\nexport const two = 2\nexport { three } from "./three.ts"'
  expect(inspect(exportsAreDocumented, port(text))).toEqual([])
  expect(inspect(portMethodsAreDocumented, port('interface Posts {\n/** Adds. */\nadd(): void }'))).toEqual([])
})

describe('the guard of length', () => {
  test('catches a file one line too long', () => {
    expect(inspect(filesAreShort, lines(MAX_FILE_LINES + 1))).toHaveLength(1)
    expect(inspect(filesAreShort, lines(MAX_FILE_LINES + 1, '// because\n'))).toHaveLength(1)
    expect(inspect(filesAreShort, lines(MAX_FILE_LINES + 1, 'f()\n/** Because. */\n'))).toHaveLength(1)
  })
  test('lets one pass that is as long as may be, or that has its reason', () => {
    expect(inspect(filesAreShort, lines(MAX_FILE_LINES))).toEqual([])
    expect(inspect(filesAreShort, lines(MAX_FILE_LINES + 1, '/** Because it is one table. */\n'))).toEqual([])
  })
  test('catches an empty house', () => {
    expect(inspect(filesAreShort, [])).toHaveLength(1)
  })
})

test('the guard of the compiler catches a comment that silences it', () => {
  expect(inspect(nothingIsSilenced, port('// @ts-expect-error: later\nconst one: string = 1'))).toHaveLength(1)
  expect(inspect(nothingIsSilenced, port("const said = '@ts-ignore'"))).toEqual([])
})
