import * as vitest from 'vitest'
import { join } from 'node:path'
import { FileSystemPartialUploads } from '#adapters/file-system/file-system-partial-uploads.ts'
import { partialUploadsContract } from '#adapters/testing/contracts.ts'
import { newDisk } from '#test/adapters/file-system/support.ts'

partialUploadsContract(
  vitest,
  async () => {
    const disk = await newDisk()
    const open = () => new FileSystemPartialUploads(join(disk.folder, 'uploads'))
    return { ...disk, subject: { partialUploads: open(), inAnotherProcess: open } }
  },
  { name: 'on the file system' },
)
