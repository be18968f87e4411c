import { mkdir, open, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { gather, namesBelow, newFolder, path, streamOf } from './support.ts'

const TRACK = path('user_1/Post_2/track_00.mp3')

const newStore = async () => {
  const folder = await newFolder()
  const root = join(folder, 'media')
  const staging = new FileSystemStaging(join(folder, 'temporary'))
  const stage = async (words: string): Promise<StagedFile> =>
    await valueOf(staging.receive(streamOf(words), { maximumBytes: 1000 }))
  return { folder, root, stage, store: new FileSystemBlobStore({ root, staging }) }
}

/** Why a path was refused, by everything that takes one. */
const refusals = async ({ store, stage }: Awaited<ReturnType<typeof newStore>>, raw: string) => [
  await refusalOf(store.keep(await stage('intruder'), path(raw))),
  await refusalOf(store.read(path(raw))),
  await refusalOf(store.remove(path(raw))),
  await refusalOf(store.removeFolder(raw)),
]

const OUTSIDE = { type: 'Unavailable', what: 'files', cause: { name: 'OutsideTheRoot' } }

const LEAVING = [
  '../outside/kept',
  'user_1/../../outside/kept',
  'user_1/Post_2/../../../outside/kept',
  '/etc/hostname',
  'user_1//kept',
  './kept',
  '..',
  '.',
  '/',
  '',
  'user_1/..\\kept',
  'user_1/\0kept',
]

describe('file system blob store', () => {
  it.each(LEAVING)('takes %j for no place of its own', async (raw) => {
    const given = await newStore()
    await mkdir(join(given.folder, 'outside'))
    await writeFile(join(given.folder, 'outside', 'kept'), 'kept')
    await given.store.keep(await given.stage('song'), TRACK)
    const before = (await namesBelow(given.folder)).filter((name) => !name.startsWith('temporary'))
    for (const refusal of await refusals(given, raw)) expect(refusal).toMatchObject(OUTSIDE)
    expect((await namesBelow(given.folder)).filter((name) => !name.startsWith('temporary'))).toEqual(before)
    expect(await readFile(join(given.folder, 'outside', 'kept'), 'utf8')).toBe('kept')
  })

  it('follows no link out of its root, neither of a folder', async () => {
    const given = await newStore()
    await mkdir(join(given.folder, 'outside', 'Post_2'), { recursive: true })
    await writeFile(join(given.folder, 'outside', 'Post_2', 'track_00.mp3'), 'kept')
    await mkdir(given.root)
    await symlink(join(given.folder, 'outside'), join(given.root, 'user_1'))
    for (const place of [TRACK, 'user_1/Post_2/new.mp3', 'user_1/Post_2'])
      for (const refusal of await refusals(given, place)) expect(refusal).toMatchObject(OUTSIDE)
    expect(await namesBelow(join(given.folder, 'outside'))).toEqual(['Post_2', 'Post_2/track_00.mp3'])
  })

  it('nor of a file', async () => {
    const given = await newStore()
    await writeFile(join(given.folder, 'secret'), 'secret')
    await mkdir(join(given.root, 'user_1', 'Post_2'), { recursive: true })
    await symlink(join(given.folder, 'secret'), join(given.root, TRACK))
    expect((await given.store.read(TRACK)).isErr()).toBe(true)
    expect((await given.store.keep(await given.stage('song'), TRACK)).isErr()).toBe(true)
    await valueOf(given.store.remove(TRACK))
    expect(await readFile(join(given.folder, 'secret'), 'utf8')).toBe('secret')
  })

  it('does not believe a file that the disk did not take', async () => {
    const { store, stage } = await newStore()
    const staged = await stage('song')
    const handle = await open(import.meta.filename)
    await handle.close()
    const failing = vi.spyOn(Object.getPrototypeOf(handle), 'sync').mockRejectedValueOnce(new Error('EIO'))
    onTestFinished(() => failing.mockRestore())
    expect((await store.keep(staged, TRACK)).isErr()).toBe(true)
    expect(await valueOf(store.read(TRACK))).toBeNull()
    failing.mockClear()
    await valueOf(store.keep(staged, TRACK))
    // The file, its folder, the folder of the user, and the root.
    expect(failing).toHaveBeenCalledTimes(4)
  })

  it('takes the folders along that a removed file leaves empty, and no others', async () => {
    const { store, stage, root } = await newStore()
    const other = path('user_1/Post_3/track_00.mp3')
    for (const place of [TRACK, other]) await valueOf(store.keep(await stage('song'), place))
    await valueOf(store.remove(TRACK))
    expect(await namesBelow(root)).toEqual(['user_1', 'user_1/Post_3', other])
    await valueOf(store.removeFolder('user_1/Post_3'))
    expect(await namesBelow(root)).toEqual([])
  })

  it('keeps a file although its folder is being removed for being empty', async () => {
    const { store, stage } = await newStore()
    const neighbour = path('user_1/Post_2/neighbour.mp3')
    for (let round = 0; round < 100; round++) {
      const place = path(`user_1/Post_2/track_${round}.mp3`)
      await valueOf(store.keep(await stage('song'), neighbour))
      const staged = await stage('song')
      await Promise.all([valueOf(store.keep(staged, place)), valueOf(store.remove(neighbour))])
      expect(await gather((await valueOf(store.read(place)))!.bytes)).toBe('song')
      await valueOf(store.removeFolder('user_1'))
    }
  })

  it('tells a reader that comes too late, and holds nothing open for one that never comes', async () => {
    const { store, stage } = await newStore()
    await valueOf(store.keep(await stage('song'), TRACK))
    const blob = (await valueOf(store.read(TRACK)))!
    await valueOf(store.remove(TRACK))
    await expect(gather(blob.bytes)).rejects.toThrow('the stream faulted')
  })

  it.each([`user_1/Post_2/${'a'.repeat(300)}.mp3`, `user_${'1'.repeat(300)}/Post_2/track_00.mp3`])(
    'finds nothing at a path that no file could have (%#)',
    async (raw) => {
      const { store, stage } = await newStore()
      await valueOf(store.keep(await stage('song'), TRACK))
      expect(await valueOf(store.read(path(raw)))).toBeNull()
      await valueOf(store.remove(path(raw)))
      await valueOf(store.removeFolder(raw))
      expect(await gather((await valueOf(store.read(TRACK)))!.bytes)).toBe('song')
    },
  )

  it('is unavailable, not empty, where its root cannot be read', async () => {
    const given = await newStore()
    await writeFile(given.root, 'a file where the folder should be')
    for (const refusal of await refusals(given, TRACK))
      expect(refusal).toMatchObject({ type: 'Unavailable', what: 'files' })
  })
})
