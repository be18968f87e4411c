import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const ROOT = resolve(import.meta.dirname, '../..')

type Snippet = { readonly page: string; readonly path: string; readonly text: string | null }

const MARKER = /^<!-- snippet: (\S+) -->$/gm
const BLOCK = /^\n```\w+\n([\s\S]*?)^```$/m

const pages = async (): Promise<readonly string[]> => {
  const all = await readdir(join(ROOT, 'docs'), { recursive: true })
  return ['README.md', ...all.filter((path) => path.endsWith('.md')).map((path) => `docs/${path}`)]
}

/** Every marker of a page, and the fenced block right after it. */
const snippetsOf = async (page: string): Promise<readonly Snippet[]> => {
  const text = await readFile(join(ROOT, page), 'utf8')
  return [...text.matchAll(MARKER)].map(({ 0: marker, 1: path, index }) => {
    const block = BLOCK.exec(text.slice(index + marker.length))
    return { page, path: path!, text: block?.index === 0 ? block[1]! : null }
  })
}

/** The file, or what stands between its marks. */
const shownOf = async (path: string): Promise<string | null> => {
  const text = await readFile(join(ROOT, path), 'utf8').catch(() => null)
  const region = /^\/\/ snippet:start\n([\s\S]*?)^\/\/ snippet:end$/m.exec(text ?? '')
  return region === null ? text : region[1]!
}

test('what a page shows is what was run', async () => {
  const snippets = (await Promise.all((await pages()).map(snippetsOf))).flat()
  expect(snippets.length).toBeGreaterThan(0)
  for (const { page, path, text } of snippets) {
    const shown = await shownOf(path)
    expect(shown, `${path}, which ${page} shows, is a file`).not.toBeNull()
    expect(text, `${path} in ${page}`).toBe(shown)
  }
})
