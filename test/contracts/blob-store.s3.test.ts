import * as vitest from 'vitest'
import { join } from 'node:path'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { S3BlobStore } from '#adapters/s3/s3-blob-store.ts'
import { blobStoreContract } from '#adapters/testing/contracts.ts'
import { newDisk } from '#test/adapters/file-system/support.ts'
import { type S3Server, startS3 } from '#test/s3/s3-server.ts'

let s3: S3Server
vitest.beforeAll(async () => {
  s3 = await startS3()
})
vitest.afterAll(() => s3.close())

const make = async () => {
  const disk = await newDisk()
  const bucket = s3.open()
  const staging = new FileSystemStaging(join(disk.folder, 'temporary'))
  return {
    subject: { staging, blobs: new S3BlobStore({ bucket, staging }) },
    breakDown: async () => void (s3.isDown = true),
    repair: async () => void (s3.isDown = false),
    close: async () => {
      s3.isDown = false
      bucket.close()
      await disk.close()
    },
  }
}

blobStoreContract(vitest, make, { name: 'in S3' })

blobStoreContract(
  vitest,
  async () => {
    let asked = 0
    s3.fault = () => (++asked % 5 === 0 ? (['503', 'timed out'] as const)[asked % 2]! : null)
    const made = await make()
    return {
      ...made,
      close: async () => {
        s3.fault = () => null
        await made.close()
      },
    }
  },
  { name: 'in S3, every fifth of whose answers is a fault', runs: 10 },
)
