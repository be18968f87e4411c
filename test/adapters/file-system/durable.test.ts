import { lstat, open, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { placeWhole } from '#adapters/file-system/durable.ts'
import { namesBelow, newFolder } from './support.ts'

const failsWith = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }))
const BIG = 64 * 1024 * 1024

/** Notes the size of the file again and again, and once more after the end. */
const look = async (file: string, sizes: Set<number>, end: AbortSignal): Promise<void> => {
  for (let over = false; !over;) {
    over = end.aborted
    const size = await lstat(file).then(
      (found) => found.size,
      () => null,
    )
    if (size !== null) sizes.add(size)
    await setImmediate()
  }
}

describe.each([
  ['by a link', undefined],
  ['by a copy from another file system', failsWith('EXDEV')],
  ['by a copy where there are no links', failsWith('EPERM')],
])('placing a file %s', (_, linkFile) => {
  it('shows the whole file or none to whoever looks meanwhile', async () => {
    const folder = await newFolder()
    const [from, to] = [join(folder, 'staged'), join(folder, 'placed')]
    await writeFile(from, Buffer.alloc(BIG, 7))
    const sizes = new Set<number>()
    const end = new AbortController()
    const looking = look(to, sizes, end.signal)
    await placeWhole(from, to, linkFile)
    end.abort()
    await looking
    expect([...sizes]).toEqual([BIG])
    expect(await namesBelow(folder)).toEqual(['placed', 'staged'])
  })

  it('changes nothing where a file lies already', async () => {
    const folder = await newFolder()
    const [from, to] = [join(folder, 'staged'), join(folder, 'placed')]
    await writeFile(from, 'new')
    await writeFile(to, 'old')
    await placeWhole(from, to, linkFile)
    expect(await readFile(to, 'utf8')).toBe('old')
  })
})

describe('placing a file', () => {
  it('leaves no half copy behind when copying fails', async () => {
    const folder = await newFolder()
    const from = join(folder, 'staged')
    await writeFile(from, 'song')
    const losing = async () => {
      await rm(from)
      return failsWith('EXDEV')()
    }
    await expect(placeWhole(from, join(folder, 'placed'), losing)).rejects.toThrow('ENOENT')
    expect(await namesBelow(folder)).toEqual([])
  })

  it('leaves no whole copy behind that the disk did not take', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'staged'), 'song')
    const handle = await open(join(folder, 'staged'))
    await handle.close()
    const failing = vi.spyOn(Object.getPrototypeOf(handle), 'sync').mockRejectedValueOnce(new Error('EIO'))
    onTestFinished(() => failing.mockRestore())
    await expect(placeWhole(join(folder, 'staged'), join(folder, 'placed'), failsWith('EXDEV'))).rejects.toThrow('EIO')
    expect(await namesBelow(folder)).toEqual(['staged'])
  })

  it('does not take every error for a lack of links', async () => {
    const folder = await newFolder()
    await writeFile(join(folder, 'staged'), 'song')
    const placing = placeWhole(join(folder, 'staged'), join(folder, 'placed'), failsWith('EIO'))
    await expect(placing).rejects.toThrow('EIO')
    expect(await namesBelow(folder)).toEqual(['staged'])
  })
})
