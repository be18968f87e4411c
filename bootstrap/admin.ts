import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { problemOf } from '#adapters/http/problems/problem.ts'
import { CannotStart } from './cannot-start.ts'
import { containerOf, open } from './container.ts'
import { readSettings, type Settings } from './settings.ts'

const USAGE = `npm run admin -- create <email> [nickname]
  makes a staff account; the password is asked for, or taken from ADMIN_PASSWORD: other people see arguments`

const [WRONG, MISUSED] = [1, 2]

const end = (lines: readonly string[], code: number): never => {
  for (const line of lines) console.error(line)
  process.exit(code)
}

/** The next line of standard input. At a terminal it is asked for, and what is typed does not appear. */
const askPassword = (): Promise<string> => {
  const { stdin, stderr } = process
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
  const prompt = createInterface({ input: stdin, output: silent, terminal: stdin.isTTY, historySize: 0 })
  // Only now does the terminal no longer show what is typed.
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

/** Not left in the environment, which every process that is started from here would get. */
const passwordGiven = async (): Promise<string> => {
  const given = process.env['ADMIN_PASSWORD'] ?? ''
  delete process.env['ADMIN_PASSWORD']
  return given === '' ? askPassword() : given
}

const createStaff = async (settings: Settings, form: { email: string; nickname: string; password: string }) => {
  const container = containerOf(settings)
  const { cleanup } = await open(container, ['cleanup'])
  try {
    const { soundhub } = await open(container, ['soundhub'])
    return await soundhub.accounts.createStaff(form)
  } finally {
    await cleanup.run()
  }
}

const create = async (email: string, nickname: string): Promise<never> => {
  const settings = readSettings({ ...process.env, LOG_LEVEL: 'warn' }).match(
    (read) => read,
    (lines) => end(lines, WRONG),
  )
  const created = await createStaff(settings, { email, nickname, password: await passwordGiven() }).catch(
    (cause: unknown) => {
      if (!(cause instanceof CannotStart)) throw cause
      return end(cause.cause instanceof Error ? [...cause.lines, cause.cause.message] : cause.lines, WRONG)
    },
  )
  return created.match(
    (id) => {
      console.log(`staff account ${id}: ${email}, called “${nickname}”`)
      process.exit(0)
    },
    (refusal) => {
      const { detail, errors } = problemOf(refusal, 'en', { publicUrl: settings.PUBLIC_URL })
      return end(errors?.map((one) => `${one.field}: ${one.detail}`) ?? [detail], WRONG)
    },
  )
}

const [command, email, nickname = 'staff', ...more] = process.argv.slice(2)
const isOption = [email, nickname].some((word) => word?.startsWith('-'))
if (command !== 'create' || email === undefined || isOption || more.length > 0) end([USAGE], MISUSED)
else await create(email, nickname)
