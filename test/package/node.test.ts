import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { freePort } from '../process/free-port.ts'
import { packedSoundhub } from './packed-soundhub.ts'
import { startIn } from './start-in.ts'

type Published = { readonly peerDependencies: Readonly<Record<string, string>> }

/** As npm installs them for somebody who installs all. */
const everyPeer = async (): Promise<readonly string[]> => {
  const { folder } = await packedSoundhub()
  const manifest = await readFile(join(folder, 'node_modules/soundhub/package.json'), 'utf8')
  const { peerDependencies } = JSON.parse(manifest) as Published
  // Some are not there on every machine; the start then goes on without them.
  return Object.keys(peerDependencies).filter((name) => name !== 'ffmpeg-static')
}

const START = `
import { startSoundhub } from 'soundhub/node'

const running = await startSoundhub({ PORT: process.env.PORT, DATA_DIR: 'embedded', LOG_LEVEL: 'error' })
const answers = await Promise.all(['/healthz', '/'].map((path) => fetch(new URL(path, running.url))))
const page = await fetch(running.url, { headers: { Accept: 'text/html' } }).then((answer) => answer.text())
const { status } = await running.app.request('/healthz')
await running.close()
console.log(JSON.stringify([...answers.map((answer) => answer.status), status, page.includes('<main')]))
`

test('all of Soundhub starts by one call, or by its command, where everything is installed', async () => {
  const host = await packedSoundhub({ peers: await everyPeer() })
  const port = String(await freePort())
  await host.write({ 'start.mjs': START })
  const ended = await host.run('env', `PORT=${port}`, process.execPath, 'start.mjs')
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(JSON.parse(ended.stdout)).toEqual([200, 200, 200, true])

  const url = `http://127.0.0.1:${port}`
  const command = await startIn(host, process.execPath, ['node_modules/.bin/soundhub', 'start'], {
    until: `${url}/healthz`,
    environment: { PORT: port, DATA_DIR: 'by-command' },
  })
  const page = await (await fetch(url, { headers: { Accept: 'text/html' } })).text()
  const script = /<script type="module" src="([^"]+)"/.exec(page)?.[1]
  expect(script).toMatch(/^\/assets\//)
  expect((await fetch(url + script)).status).toBe(200)
  expect(await command.stop()).toBe(0)
  expect(await readdir(join(host.folder, 'by-command'))).toContain('database')
})
