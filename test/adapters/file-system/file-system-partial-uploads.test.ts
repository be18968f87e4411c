import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FileSystemPartialUploads } from '#adapters/file-system/file-system-partial-uploads.ts'
import { bytesOf, someBytes } from '#adapters/testing/bytes.ts'
import { expectUnavailable, valueOf } from '#adapters/testing/contracts/subject.ts'
import { begun } from '#adapters/testing/contracts/track/partial-upload-examples.ts'
import { diskUnder } from '#test/process/faults/full-disk.ts'
import { namesBelow, newFolder, streamOf } from './support.ts'

const upload = begun(1)

describe('file system partial uploads', () => {
  it('keep what there was room for when the disk is full, and go on when there is room', async () => {
    const folder = await newFolder()
    const uploads = new FileSystemPartialUploads(folder)
    await valueOf(uploads.add(upload))
    const disk = diskUnder(folder)
    onTestFinished(disk.unmount)
    const whole = someBytes(1000)
    const append = (offset: number) => uploads.append(upload.id, offset, streamOf(whole.subarray(offset)))
    await disk.fill(300)
    await expectUnavailable(append(0))
    expect(await valueOf(uploads.byId(upload.id))).toEqual({ ...upload, offset: 300 })
    await disk.clear()
    expect(await valueOf(append(300))).toBe(1000)
    expect(await bytesOf(uploads.read(upload.id))).toEqual(whole)
  })

  it('are one file each, in a folder that comes with the first', async () => {
    const folder = join(await newFolder(), 'uploads')
    const uploads = new FileSystemPartialUploads(folder)
    expect(await valueOf(uploads.all())).toEqual([])
    await valueOf(uploads.add(upload))
    expect(await namesBelow(folder)).toEqual([`${upload.id}_7_1000_1900000000000.part`])
  })

  it('are nothing else that lies there, and no link to somewhere else', async () => {
    const around = await newFolder()
    const folder = join(around, 'uploads')
    await mkdir(folder)
    const secret = join(around, 'secret')
    await writeFile(secret, 'secret')
    await symlink(secret, join(folder, `${upload.id}_7_1000_1900000000000.part`))
    await writeFile(join(folder, 'lost+found'), '')
    await mkdir(join(folder, `${begun(2).id}_7_1000_1900000000000.part`))
    const uploads = new FileSystemPartialUploads(folder)
    expect(await valueOf(uploads.all())).toEqual([])
    expect(await valueOf(uploads.byId(upload.id))).toBe(null)
  })
})
