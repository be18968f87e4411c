import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { containerOf, STORAGE_MODULES, type Storage, open } from '#bootstrap/container.ts'
import { readSettings } from '#bootstrap/settings.ts'
import { type Services, TOKENS } from '#bootstrap/tokens.ts'

const KINDS = Object.keys(STORAGE_MODULES) as readonly Storage[]
const NAMES = Object.keys(TOKENS) as readonly (keyof Services)[]

describe('the container', () => {
  it.each(KINDS)('that keeps everything %s gives every service', async (kept) => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-container-'))
    const container = containerOf(readSettings({ DATA_DIR, LOG_LEVEL: 'warn' })._unsafeUnwrap(), kept)
    const services = await open(container, NAMES)
    for (const name of NAMES) expect(services[name], name).toBeDefined()
    await services.cleanup.run()
    await rm(DATA_DIR, { recursive: true })
  })

  it('gives the same service to everybody who asks', async () => {
    const DATA_DIR = await mkdtemp(join(tmpdir(), 'soundhub-container-'))
    const container = containerOf(readSettings({ DATA_DIR, LOG_LEVEL: 'warn' })._unsafeUnwrap(), 'in memory')
    const [one, other] = [await open(container, ['unitOfWork']), await open(container, ['unitOfWork'])]
    expect(one.unitOfWork).toBe(other.unitOfWork)
    await rm(DATA_DIR, { recursive: true })
  })
})
