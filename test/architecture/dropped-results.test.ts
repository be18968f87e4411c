import { describe, expect, test } from 'vitest'
import { allowedGone, noResultIsDropped, nothingWaitsForTheEndOfSafeTry } from './dropped-results.ts'
import { inspect } from './guard.ts'
import { HOUSE } from './house.ts'

const inUseCase = (text: string) => [{ path: 'application/post/edit-post.ts', text }]
const inSafeTry = (statement: string) => inUseCase(`const f = () => safeTry(async function* () { ${statement} })`)

test('no result of the core is dropped', () => {
  expect(inspect(noResultIsDropped, HOUSE)).toEqual([])
})

test('every statement that may drop its value is there', () => {
  expect(allowedGone(HOUSE)).toEqual([])
  expect(allowedGone([])).not.toEqual([])
})

test('nothing in a safeTry waits for an end that may not come', () => {
  expect(inspect(nothingWaitsForTheEndOfSafeTry, HOUSE)).toEqual([])
})

describe('the guard of results catches', () => {
  test.for([
    'await posts.save(post)',
    'posts.save(post)',
    'void posts.save(post)',
    'yield posts.save(post)',
    'yield err(refusal)',
    'post && (await posts.save(post))',
    'await posts.save(post).orElse(() => ok())',
    '(await posts.save(post)).isOk()',
    'if (post) jobs.add(job); else yield* ok()',
    'for (const job of all) await jobs.add(job)',
    'const quiet = () => void jobs.add(job)',
  ])('%s', (statement) => {
    expect(inspect(noResultIsDropped, inSafeTry(statement)).length).toBeGreaterThan(0)
  })

  test('the same outside of a safeTry, but for the blocks of a stream', () => {
    expect(inspect(noResultIsDropped, inUseCase('const f = async () => { await posts.save(post) }'))).toHaveLength(1)
    expect(inspect(noResultIsDropped, inUseCase('async function* f() { yield ok(block) }'))).toEqual([])
  })

  test('an empty core', () => {
    expect(inspect(noResultIsDropped, [])).toHaveLength(1)
  })
})

test('the guard of results lets pass what is taken apart, kept or given on', () => {
  const statements = `
    yield* posts.save(post)
    const saved = await posts.save(post)
    done += 1
    count++
    if (saved.isErr()) return err(saved.error)
    return posts.save(post)`
  expect(inspect(noResultIsDropped, inSafeTry(statements))).toEqual([])
})

describe('the guard of safeTry catches', () => {
  test.for([
    'try { yield* posts.save(post) } finally { close() }',
    'if (post) { try { return ok() } finally { close() } }',
    'await using file = open()',
    'using file = open()',
    'for await (const block of blocks) { yield* block }',
  ])('%s', (statement) => {
    expect(inspect(nothingWaitsForTheEndOfSafeTry, inSafeTry(statement))).toHaveLength(1)
  })

  test('an empty house', () => {
    expect(inspect(nothingWaitsForTheEndOfSafeTry, [])).toHaveLength(1)
  })
})

test('the guard of safeTry lets pass what ends by itself', () => {
  const passing = [
    'for await (const block of blocks) { if (block.isErr()) return err(block.error) }',
    'for (const id of ids) yield* posts.remove(id)',
    'const f = async () => { try { await g() } finally { close() } }',
  ]
  for (const statement of passing) expect(inspect(nothingWaitsForTheEndOfSafeTry, inSafeTry(statement))).toEqual([])
  const stream = inUseCase('async function* f() { try { yield ok(1) } finally { close() } }')
  expect(inspect(nothingWaitsForTheEndOfSafeTry, stream)).toEqual([])
})
