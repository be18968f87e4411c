import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import type { MediaPlace } from './admin-media.ts'
import { CannotStart } from './cannot-start.ts'
import { readSettings, type Settings } from './settings.ts'

const USAGE = `soundhub admin create <email> [nickname], or npm run admin -- create <email> [nickname]
  creates a staff account; the password is read from ADMIN_PASSWORD or a prompt, because other users can see arguments
soundhub admin media copy --from file --to s3 (or --from s3 --to file)
  copies all media between DATA_DIR and the bucket, and compares their hashes; may be repeated
soundhub admin jobs
  lists the jobs that failed at every try: id, type, time, codes of the error
soundhub admin jobs retry <id>… (or all)
  queues them again, with every try left
soundhub admin doctor [--all]
  says what is wrong and how to mend it; looks for 100 media files that rows name, with --all for every one`

const [FAILED, MISUSED] = [1, 2]

const end = (lines: readonly string[], code: number): never => {
  for (const line of lines) console.error(line)
  process.exit(code)
}

/** Reads a line from standard input. At a terminal it shows a prompt and hides the typing. */
const askPassword = (): Promise<string> => {
  const { stdin, stderr } = process
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY, historySize: 0 })
  // Prompt only now that the terminal no longer echoes.
  if (stdin.isTTY) stderr.write('Password: ')
  return new Promise((resolve) => {
    prompt.once('line', (line) => {
      resolve(line)
      prompt.close()
    })
    prompt.once('close', () => {
      resolve('')
      if (stdin.isTTY) stderr.write('\n')
    })
  })
}

/** Removes the password from the environment, so that child processes do not inherit it. */
const readPassword = async (): Promise<string> => {
  const given = process.env['ADMIN_PASSWORD'] ?? ''
  delete process.env['ADMIN_PASSWORD']
  return given === '' ? askPassword() : given
}

const createStaff = async (settings: Settings, form: { email: string; nickname: string; password: string }) => {
  // Loaded only now, since it takes seconds: whoever mistyped is told at once.
  const { containerOf, open } = await import('./container.ts')
  const container = containerOf(settings)
  const { cleanup } = await open(container, ['cleanup'])
  try {
    const { soundhub } = await open(container, ['soundhub'])
    return await soundhub.accounts.createStaff(form)
  } finally {
    await cleanup.run()
  }
}

const settingsOrEnd = (): Settings =>
  readSettings({ ...process.env, LOG_LEVEL: 'warn' }, 'admin').match(
    (read) => read,
    (lines) => end(lines, FAILED),
  )

const endIfItCannotStart = (cause: unknown): never => {
  if (!(cause instanceof CannotStart)) throw cause
  return end(cause.said, FAILED)
}

const create = async (email: string, nickname: string): Promise<never> => {
  const settings = settingsOrEnd()
  const created = await createStaff(settings, { email, nickname, password: await readPassword() }).catch(
    endIfItCannotStart,
  )
  const { problemOf } = await import('#adapters/http/problems/problem.ts')
  return created.match(
    (id) => {
      console.log(`created staff account ${id}: ${email} (${nickname})`)
      process.exit(0)
    },
    (refusal) => {
      const { detail, errors } = problemOf(refusal, 'en', { publicUrl: settings.PUBLIC_URL })
      return end(errors?.map((one) => `${one.field}: ${one.detail}`) ?? [detail], FAILED)
    },
  )
}

const copyMedia = async (from: MediaPlace): Promise<never> => {
  const settings = settingsOrEnd()
  const { copyAllMedia } = await import('./admin-media.ts')
  console.log(await copyAllMedia(settings, from, console.log).catch(endIfItCannotStart))
  process.exit(0)
}

const manageJobs = async (ids: readonly string[] | 'all' | null): Promise<never> => {
  const settings = settingsOrEnd()
  const { listJobs, retryJobs } = await import('./admin-jobs.ts')
  console.log(await (ids === null ? listJobs(settings) : retryJobs(settings, ids)).catch(endIfItCannotStart))
  process.exit(0)
}

const jobsFrom = ([verb, ...ids]: readonly string[]): Promise<never> => {
  if (verb === undefined) return manageJobs(null)
  if (verb !== 'retry' || ids.length === 0 || ids.some((id) => id.startsWith('-'))) return end([USAGE], MISUSED)
  return manageJobs(ids.join() === 'all' ? 'all' : ids)
}

const examine = async (isThorough: boolean): Promise<never> => {
  const { diagnose } = await import('./doctor/diagnose.ts')
  const findings = await diagnose({ ...process.env, LOG_LEVEL: 'warn' }, { isThorough })
  for (const { isWell, name, detail } of findings) console.log(`${isWell ? '✓' : '✗'} ${name}: ${detail}`)
  process.exit(findings.every(({ isWell }) => isWell) ? 0 : FAILED)
}

const createFrom = async ([email, nickname = 'staff', ...more]: readonly string[]): Promise<never> => {
  const isOption = [email, nickname].some((word) => word?.startsWith('-'))
  return email === undefined || isOption || more.length > 0 ? end([USAGE], MISUSED) : create(email, nickname)
}

const [command, ...words] = process.argv.slice(2)
if (command === 'create') await createFrom(words)
else if (command === 'media' && words.join(' ') === 'copy --from file --to s3') await copyMedia('file')
else if (command === 'media' && words.join(' ') === 'copy --from s3 --to file') await copyMedia('s3')
else if (command === 'jobs') await jobsFrom(words)
else if (command === 'doctor' && (words.length === 0 || words.join(' ') === '--all')) await examine(words.length > 0)
else end([USAGE], MISUSED)
