/**
 * `npm run rehearse:blue-green -- [deployments]`: replaces servers behind a real nginx while requests arrive, and counts those that failed. It
 * needs nginx on the PATH, and starts PostgreSQL, nginx and all servers itself, on free ports.
 */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { freePort } from '../process/free-port.ts'
import { until } from '../story/until.ts'
import { startPostgres } from '../databases/postgres-server.ts'

const DEPLOYMENTS = Number(process.argv[2] ?? 3)
const CONNECTIONS = 16
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

const folder = await mkdtemp(join(tmpdir(), 'soundhub-deploy-'))
const at = (name: string): string => join(folder, name)
const [blue, green, front] = [await freePort(), await freePort(), await freePort()]
const postgres = await startPostgres()
const url = `http://127.0.0.1:${front}`

const environment: Record<string, string> = {
  PATH: process.env['PATH'] ?? '',
  HOME: process.env['HOME'] ?? '',
  DATABASE_URL: postgres.urlOf(),
  DATA_DIR: at('data'),
  PUBLIC_URL: url,
  TRUST_PROXY: '1',
  LOG_LEVEL: 'warn',
  RUN_DIR: at('run'),
  UPSTREAM_FILE: at('upstream.conf'),
  BLUE_PORT: String(blue),
  GREEN_PORT: String(green),
  START: `${process.execPath} bootstrap/server-alone.ts`,
  RELOAD: `nginx -c ${at('nginx.conf')} -s reload`,
  DRAIN: '2',
}
const run = (command: string, ...words: readonly string[]) =>
  promisify(execFile)(command, words, { cwd: ROOT, env: environment })

// The example as it is, without TLS, limits and the names of a real machine.
const example = await readFile(join(ROOT, 'bootstrap/deploy/nginx.conf'), 'utf8')
const site = example
  .slice(example.lastIndexOf('server {'))
  .replaceAll(/^ {2}(listen|ssl_|limit_|add_header|server_name).*\n/gm, '')
  .replace('server {', `server {\n  listen 127.0.0.1:${front};`)
await writeFile(
  at('nginx.conf'),
  `pid ${at('nginx.pid')};\nerror_log ${at('nginx.log')};\nevents {}\nhttp {\n  access_log off;\n` +
    `  include ${at('upstream.conf')};\n  client_body_temp_path ${at('body')};\n  proxy_temp_path ${at('proxy')};\n${site}}\n`,
)
// nginx does not start without an upstream; the first deployment writes the real one.
await writeFile(at('upstream.conf'), `upstream soundhub {\n  server 127.0.0.1:${blue};\n}\n`)

let failed = 0
let resent = 0
let answered = 0
const over = new AbortController()
const failures = new Map<string, number>()
/** Reads, and writes that nginx may not repeat: nobody is logged in, so these are answered with 401. */
const send = (isWrite: boolean): Promise<string | null> =>
  fetch(isWrite ? `${url}/post/1/likes` : `${url}/post`, { method: isWrite ? 'POST' : 'GET' }).then(
    async (answer) => {
      await answer.arrayBuffer()
      return answer.status < 500 ? null : String(answer.status)
    },
    (cause: unknown) => String(cause instanceof Error ? (cause.cause ?? cause) : cause),
  )

/** What Node says where a connection that waited for the next request was ended by the other side. */
const ENDED_IDLE = /other side closed/

const load = async (): Promise<void> => {
  while (!over.signal.aborted) {
    const isWrite = answered++ % 4 === 0
    let outcome = await send(isWrite)
    // nginx ends idle connections when it is reloaded. Browsers and curl send such a request again, on a new one.
    if (outcome !== null && ENDED_IDLE.test(outcome)) {
      resent++
      outcome = await send(isWrite)
    }
    if (outcome === null) continue
    failed++
    failures.set(outcome, (failures.get(outcome) ?? 0) + 1)
  }
}

const nginx = spawn('nginx', ['-c', at('nginx.conf'), '-g', 'daemon off;'], { stdio: 'inherit' })
try {
  await run(process.execPath, 'bootstrap/migrate.ts')
  const deploy = async (): Promise<void> => {
    const begun = performance.now()
    const { stdout } = await run('bootstrap/deploy/blue-green.sh')
    console.log(`${stdout.trim()} (${((performance.now() - begun) / 1000).toFixed(1)} s)`)
  }
  await deploy()
  await until('nginx answers', async () => (await fetch(`${url}/healthz`).catch(() => undefined))?.ok)
  const loads = Array.from({ length: CONNECTIONS }, load)
  for (let count = 0; count < DEPLOYMENTS; count++) await deploy()
  over.abort()
  await Promise.all(loads)
  console.log(`${DEPLOYMENTS} deployments, ${answered} requests, ${failed} failed`, Object.fromEntries(failures))
  console.log(`${resent} were sent again, because nginx had ended their idle connection`)
  if (failed > 0) process.exitCode = 1
} finally {
  for (const colour of ['blue', 'green']) {
    const pid = Number(await readFile(join(folder, 'run', `${colour}.pid`), 'utf8').catch(() => '0'))
    if (pid > 0) process.kill(pid, 'SIGTERM')
  }
  nginx.kill('SIGQUIT')
  await once(nginx, 'exit')
  await postgres.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}
