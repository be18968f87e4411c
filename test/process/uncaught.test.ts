import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openDsnServer } from '../adapters/sentry/dsn-server.ts'

const PROGRAM = `
import { open } from '#bootstrap/container.ts'
import { runProcess } from '#bootstrap/process.ts'
await runProcess('all', async (container) => {
  await open(container, ['errorReporter'])
  setTimeout(() => void Promise.reject(new TypeError('nobody catches this')))
  return { close: () => Promise.resolve() }
})
`

test('an error that nobody caught is reported and logged, and ends the process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-uncaught-'))
  const sentry = await openDsnServer()
  const env = { ...process.env, DATA_DIR: folder, SENTRY_DSN: sentry.dsn, LOG_LEVEL: 'info' }
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', PROGRAM], { env })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk))
  const [code] = (await once(child, 'close')) as [number]
  expect(code).toBe(1)
  expect(log).toContain('an error that nobody caught')
  expect(JSON.stringify(sentry.events())).toContain('TypeError')
  expect(sentry.received().join()).not.toContain('nobody catches this')
  await sentry.close()
  await rm(folder, { recursive: true, force: true })
})
