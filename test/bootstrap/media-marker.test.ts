import { okAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { memoryFiles, type MemoryFiles } from '#adapters/memory/media/memory-staging-and-blob-store.ts'
import { memoryOutage } from '#adapters/memory/store/memory-outage.ts'
import { checkMediaPlace, copyMarker, type Installation } from '#bootstrap/media-marker.ts'
import { readSettings } from '#bootstrap/settings.ts'

const settings = readSettings({})._unsafeUnwrap()

/** A database that keeps the id of its installation. */
const newDatabase = (): Installation => {
  let id: string | null = null
  return (first = null) => okAsync((id ??= first))
}

/** One that never says that it has kept the id. */
const interrupted: Installation = (first = null) => (first === null ? okAsync(null) : (new Promise(() => {}) as never))

const started = ({ blobs, staging }: MemoryFiles, installation: Installation) =>
  checkMediaPlace({ blobs, staging, installation, settings }).then(
    () => 'started',
    (cause: Error) => cause.message,
  )

describe('a start', () => {
  it('marks the place of the media once, and is at home there ever after', async () => {
    const [files, database] = [memoryFiles(), newDatabase()]
    expect(await started(files, database)).toBe('started')
    expect(await started(files, database)).toBe('started')
    expect([files.paths(), files.staged()]).toEqual([['installation.txt'], []])
  })

  it('is refused on an empty place, and told what to write where it is the right one', async () => {
    const database = newDatabase()
    await started(memoryFiles(), database)
    const id = (await database())._unsafeUnwrap()
    expect(await started(memoryFiles(), database)).toMatch(
      new RegExp(`^DATA_DIR: .*media; .* is missing\\. .* write "${id}" into that file$`),
    )
  })

  it('is refused on the place of another installation', async () => {
    const [own, other, database] = [memoryFiles(), memoryFiles(), newDatabase()]
    await started(own, database)
    await started(other, newDatabase())
    expect(await started(other, database)).toMatch(/says "[0-9a-f-]{36}"/)
  })

  it('takes over what an interrupted first start wrote, and what another one wrote first', async () => {
    const [files, database] = [memoryFiles(), newDatabase()]
    void started(files, interrupted)
    await expect.poll(() => files.paths()).toEqual(['installation.txt'])
    expect(await Promise.all([started(files, database), started(files, database)])).toEqual(['started', 'started'])
  })

  it('takes an outage for no empty place', async () => {
    const outage = memoryOutage()
    const [files, database] = [memoryFiles(outage), newDatabase()]
    await started(files, database)
    outage.breakDown()
    expect(await started(files, database)).toMatch(/cannot be reached/)
  })
})

describe('copying media', () => {
  it('takes the marker along, and does not mix two installations', async () => {
    const [files, place, other, database] = [memoryFiles(), memoryFiles(), memoryFiles(), newDatabase()]
    await started(files, database)
    await started(other, newDatabase())
    await copyMarker({ from: files.blobs, to: place.blobs, staging: place.staging })
    await copyMarker({ from: files.blobs, to: place.blobs, staging: place.staging })
    expect(await started(place, database)).toBe('started')
    await expect(copyMarker({ from: files.blobs, to: other.blobs, staging: other.staging })).rejects.toThrow(/another/)
  })
})
