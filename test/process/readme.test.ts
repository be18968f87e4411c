import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startServerProcess } from './server-process.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** What a reader pastes, one block after the other. */
const pasted = async (): Promise<string> => {
  const readme = await readFile(join(ROOT, 'README.md'), 'utf8')
  return [...readme.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block]) => block).join('\n')
}

it('tells its story in ten calls of curl, and of pictures in three, that work when they are pasted', async () => {
  const script = await pasted()
  expect(script.match(/\bcurl -fsS/g)).toHaveLength(10 + 3)
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-readme-'))
  await symlink(join(ROOT, 'test'), join(folder, 'test'))
  const server = await startServerProcess({ DATA_DIR: folder })
  try {
    const shell = spawn('bash', ['-eu', '-c', script], {
      cwd: folder,
      env: {
        PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
        SOUNDHUB: server.url,
        OUTBOX: join(folder, 'outbox'),
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let complaints = ''
    shell.stderr.on('data', (bytes: Buffer) => void (complaints += bytes.toString()))
    const [code] = await once(shell, 'exit')
    expect(complaints).toBe('')
    expect(code).toBe(0)
    expect((await stat(join(folder, 'master.mp3'))).size).toBeGreaterThan(10_000)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true })
  }
})
