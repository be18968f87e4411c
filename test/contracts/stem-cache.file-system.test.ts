import * as vitest from 'vitest'
import { readdir, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { FileSystemStemCache } from '#adapters/file-system/file-system-stem-cache.ts'
import { newDisk } from '#test/adapters/file-system/support.ts'
import { stemCacheContract } from '#adapters/testing/contracts.ts'

stemCacheContract(
  vitest,
  async () => {
    const disk = await newDisk()
    const folder = join(disk.folder, 'cache')
    const staging = new FileSystemStaging(join(disk.folder, 'uploads'))
    const cache = new FileSystemStemCache({ folder, maximumBytes: 10_000, staging })
    /** Moves the time of every file a minute back, instead of waiting. */
    const pass = async (): Promise<void> => {
      for (const name of await readdir(folder).catch(() => [])) {
        const before = new Date((await stat(join(folder, name))).mtimeMs - 60_000)
        await utimes(join(folder, name), before, before)
      }
    }
    return { ...disk, subject: { cache, staging, pass } }
  },
  { name: 'on the file system' },
)
