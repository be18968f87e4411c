import * as vitest from 'vitest'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { newDisk } from '#test/adapters/file-system/support.ts'
import { stagingContract } from '#adapters/testing/contracts.ts'

stagingContract(
  vitest,
  async () => {
    const disk = await newDisk()
    const folder = join(disk.folder, 'temporary')
    const fileCount = async () => (await readdir(folder).catch(() => [])).length
    return { ...disk, subject: { staging: new FileSystemStaging(folder), fileCount } }
  },
  { name: 'on the file system' },
)
