import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const FOLDERS = ['domain', 'application', 'adapters', 'bootstrap', 'test', 'docs']

/** Files that a guide tells its reader to make. */
const TO_BE_MADE = ['application/post/close-post.ts']

const FILES: readonly string[] = [
  ...readdirSync(ROOT),
  ...FOLDERS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => !path.includes('node_modules'))
      .map((path) => `${folder}/${path}`),
  ),
  ...FOLDERS,
]

const DOCS: readonly string[] = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: ROOT })]

/** Paths from the root, wherever they stand: `domain/post/post.ts`, `test/domain`, `test/contracts/*-contract.ts`. */
const FROM_THE_ROOT = new RegExp(String.raw`(?<![\w./#*-])(?:${FOLDERS.join('|')})/[\w./*-]*[\w*]`, 'g')
/** The end of a path, in backticks: `form-fields.ts`, `routes/posts.ts`. */
const END_OF_A_PATH = /(?<=`)[\w./*-]+\.(?:ts|mjs|md)(?=`)/g
const LINK = /\]\((?!https?:|#)([^)#\s]+)/g
const MEDIA_TYPE = /^application\/(?:json|octet-stream|x-www-form-urlencoded|problem)$/

const matches = (path: string): ((file: string) => boolean) => {
  const pattern = path.replace(/[.]/g, String.raw`\.`).replaceAll('*', '[^/]*')
  const regExp = new RegExp(`(?:^|/)${pattern}$`)
  return (file) => regExp.test(file)
}

/** What the text names and nobody has. Comments are not for readers. */
const missingIn = (doc: string, written: string): readonly string[] => {
  const text = written.replaceAll(/<!--.*?-->/gs, '')
  const named = [...(text.match(FROM_THE_ROOT) ?? []), ...(text.match(END_OF_A_PATH) ?? [])]
    .filter((path) => !MEDIA_TYPE.test(path))
    .filter((path) => !TO_BE_MADE.includes(path))
    .filter((path) => !FILES.some(matches(path)))
  const linked = [...text.matchAll(LINK)]
    .map(([, to]) => relative(ROOT, join(ROOT, dirname(doc), to!)))
    .filter((path) => !existsSync(join(ROOT, path)))
  return [...new Set([...named, ...linked])]
}

test.for(DOCS)('every file and folder that %s names is there', (doc) => {
  expect(missingIn(doc, readFileSync(join(ROOT, doc), 'utf8'))).toEqual([])
})

test('the files that a guide tells to make are not there yet', () => {
  expect(TO_BE_MADE.filter((path) => existsSync(join(ROOT, path)))).toEqual([])
})

describe('the guard of the docs catches', () => {
  test.for([
    ['docs/architecture.md', 'see domain/post/poster.ts for it'],
    ['docs/architecture.md', 'the words in `domain/posts/`.'],
    ['docs/architecture.md', 'all of `test/contracts/*-contracts-of-old.ts`'],
    ['docs/architecture.md', 'its schema (`from-fields.ts`)'],
    ['docs/architecture.md', '[why](decisions/2020-01-01-never.md#because)'],
    ['README.md', '[more](architecture.md)'],
  ] as const)('%s: %s', ([doc, text]) => {
    expect(missingIn(doc, text)).toHaveLength(1)
  })
})

test('the guard of the docs lets pass what is there, patterns, media types and URLs', () => {
  const text =
    '`domain/post/post.ts`, domain/post, `test/architecture/*.test.ts`, `form-fields.ts`, `routes/posts.ts`, ' +
    '[rings](../README.md#settings), <!-- domain/post/poster.ts -->, `application/json`, /docs and https://example.org/docs/missing.md'
  expect(missingIn('docs/architecture.md', text)).toEqual([])
})
