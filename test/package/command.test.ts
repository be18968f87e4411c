import { expect, test } from 'vitest'
import { packedSoundhub } from './packed-soundhub.ts'

test('the command says what it can do', async () => {
  const host = await packedSoundhub()
  const ended = await host.run('node', 'node_modules/.bin/soundhub')
  expect(ended.code).toBe(2)
  for (const command of ['start', 'worker', 'migrate', 'admin']) expect(ended.stderr).toContain(`soundhub ${command}`)
})
