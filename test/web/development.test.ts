import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { RELOADS } from '#adapters/web/page/reloads.ts'
import { readBuiltPage } from '#adapters/web/server/built.ts'
import { newReloads } from '#bootstrap/dev/reloads.ts'
import { onChange } from '#bootstrap/dev/watched.ts'

test('an open page hears which build there is, and of each that comes', async () => {
  const reloads = newReloads('one')
  const reader = reloads.answer().body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toBe('event: built\ndata: one\n\n')
  reloads.announce('two')
  expect((await reader.read()).value).toBe('event: built\ndata: two\n\n')
  reloads.end()
  expect((await reader.read()).done).toBe(true)
})

test('a page that was closed is no longer told', async () => {
  const reloads = newReloads('one')
  await reloads.answer().body!.cancel()
  expect(() => reloads.announce('two')).not.toThrow()
})

test('what changes while it is being built is built too, but never two at a time', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-watched-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  let [running, builds] = [0, 0]
  const both = Promise.withResolvers<void>()
  const end = onChange(async () => {
    running++
    expect(running).toBe(1)
    if (++builds === 1) await writeFile(join(folder, 'page.css'), 'b { color: blue }')
    // Long enough for the change to be noticed.
    await new Promise((resolve) => setTimeout(resolve, 200))
    running--
    if (builds === 2) both.resolve()
  }, [folder])
  onTestFinished(end)
  await writeFile(join(folder, 'page.css'), 'b { color: red }')
  await both.promise
})

test('nothing of it is in the page that people get', async () => {
  const { files } = await readBuiltPage()
  const scripts = [...files.values()].filter(({ type }) => type.startsWith('text/javascript'))
  expect(scripts.length).toBeGreaterThan(2)
  for (const { codings } of scripts) expect(new TextDecoder().decode(codings.identity)).not.toContain(RELOADS)
})
