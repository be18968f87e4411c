import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeTemporaryFolder } from '#adapters/file-system/temporary.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { namesBelow, newFolder } from './support.ts'

/** A process with a folder of its own, as an earlier start would have made it. */
const processWithFolder = async (directory: string): Promise<{ child: ChildProcess; folder: string }> => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await once(child, 'spawn')
  onTestFinished(() => void child.kill('SIGKILL'))
  const folder = `${child.pid}-aB3xyz`
  await leave(directory, folder)
  return { child, folder }
}

const leave = async (directory: string, folder: string): Promise<void> => {
  await mkdir(join(directory, folder, 'uploads'), { recursive: true })
  await writeFile(join(directory, folder, 'uploads', 'half'), 'a song')
}

describe('sweeping temporary folders', () => {
  it('removes the folder of a killed process and leaves the one of a living process', async () => {
    const directory = await newFolder()
    const dead = await processWithFolder(directory)
    const living = await processWithFolder(directory)
    dead.child.kill('SIGKILL')
    await once(dead.child, 'exit')
    await valueOf(makeTemporaryFolder(directory))
    const names = await namesBelow(directory)
    expect(names).not.toContain(dead.folder)
    expect(names).toContain(join(living.folder, 'uploads', 'half'))
  })

  it('removes the folder of an earlier process that had the id of this one', async () => {
    const directory = await newFolder()
    await leave(directory, `${process.pid}-aB3xyz`)
    await valueOf(makeTemporaryFolder(directory))
    expect(await namesBelow(directory)).not.toContain(`${process.pid}-aB3xyz`)
  })

  it('leaves alone what no process of ours made', async () => {
    const directory = await newFolder()
    await leave(directory, 'notes')
    await leave(directory, '0-aB3xyz')
    await writeFile(join(directory, '999999999-aB3xyz'), 'a file')
    await valueOf(makeTemporaryFolder(directory))
    expect(await namesBelow(directory)).toEqual(
      expect.arrayContaining(['notes', '0-aB3xyz', '999999999-aB3xyz', join('notes', 'uploads', 'half')]),
    )
  })

  it('gives a new, empty folder that carries the id of this process', async () => {
    const directory = join(await newFolder(), 'not', 'there', 'yet')
    const folder = await valueOf(makeTemporaryFolder(directory))
    expect(dirname(folder)).toBe(directory)
    expect(basename(folder)).toMatch(new RegExp(`^${process.pid}-`))
    expect(await namesBelow(folder)).toEqual([])
  })

  it('is unavailable where there can be no folder', async () => {
    const file = join(await newFolder(), 'file')
    await writeFile(file, '')
    expect(await refusalOf(makeTemporaryFolder(file))).toMatchObject({ type: 'Unavailable', what: 'files' })
  })
})
