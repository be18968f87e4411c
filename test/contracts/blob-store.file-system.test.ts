import * as vitest from 'vitest'
import { join } from 'node:path'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { newDisk } from '#test/adapters/file-system/support.ts'
import { blobStoreContract } from '#adapters/testing/contracts.ts'

blobStoreContract(
  vitest,
  async () => {
    const disk = await newDisk()
    const staging = new FileSystemStaging(join(disk.folder, 'temporary'))
    return {
      ...disk,
      subject: { staging, blobs: new FileSystemBlobStore({ root: join(disk.folder, 'media'), staging }) },
    }
  },
  { name: 'on the file system' },
)
