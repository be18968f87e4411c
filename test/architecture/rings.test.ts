import { describe, expect, test } from 'vitest'
import { inspect } from './guard.ts'
import { HOUSE } from './house.ts'
import { arrowsOf, RINGS } from './rings.ts'

describe('arrows point inward only', () => {
  test.for(Object.keys(RINGS))('in %s', (ring) => {
    expect(inspect(arrowsOf(ring), HOUSE)).toEqual([])
  })
})

describe('the guard of the arrows catches', () => {
  test.for([
    ['domain/post/post.ts', "import { z } from 'zod'"],
    ['domain/post/post.ts', "import { readFile } from 'node:fs'"],
    ['domain/post/post.ts', "import fs from 'fs'"],
    ['domain/post/post.ts', "import type { Clock } from '#application/shared/system.ts'"],
    ['domain/post/post.ts', "import { type Clock } from '../../application/shared/system.ts'"],
    ['domain/post/post.ts', "export { ok } from 'effect'"],
    ['domain/post/post.ts', "export * from '#application/soundhub.ts'"],
    ['domain/post/post.ts', "export type { Clock } from '#application/shared/system.ts'"],
    ['domain/post/post.ts', "const later = await import('#adapters/memory/memory-ports.ts')"],
    ['domain/post/post.ts', 'const later = await import(`node:fs`)'],
    ['domain/post/post.ts', "const later = await import('node:' + name)"],
    ['domain/post/post.ts', "const fs = require('fs')"],
    ['domain/post/post.ts', "import fs = require('fs')"],
    ['domain/post/post.ts', "type World = import('#application/shared/system.ts').Clock"],
    ['domain/post/post.ts', "import 'reflect-metadata'"],
    ['domain/post/post.ts', "import '../../../elsewhere/file.ts'"],
    ['application/post/edit-post.ts', "import type { Hono } from 'hono'"],
    ['application/post/edit-post.ts', "import { memoryPorts } from '#adapters/memory/memory-ports.ts'"],
    ['application/post/edit-post.ts', "import { ok } from 'neverthrow-plus'"],
    ['application/post/edit-post.ts', "import { postOf } from '#test/contracts/fixtures.ts'"],
    ['application/post/edit-post.ts', "import { parseTitle } from '../../domain/post/post.ts'"],
    ['adapters/http/app.ts', "import { memoryPorts } from '#adapters/memory/memory-ports.ts'"],
    ['adapters/http/app.ts', "import { memoryPorts } from '../memory/memory-ports.ts'"],
    ['adapters/http/app.ts', "import { container } from '#bootstrap/container.ts'"],
    ['adapters/http/app.ts', "import { fixture } from '#test/contracts/fixtures.ts'"],
    ['adapters/http/app.ts', "import { ok } from '../../domain/shared/text.ts'"],
    ['adapters/testing/expect.ts', "import { expect } from 'vitest'"],
    ['adapters/testing/sha256.ts', "import { createHash } from 'node:crypto'"],
    ['adapters/testing/model.ts', "import { memoryWorld } from '#adapters/memory/memory-world.ts'"],
    ['bootstrap/main.ts', "import { fixture } from '#test/contracts/fixtures.ts'"],
    ['bootstrap/main.ts', "import { app } from '../adapters/http/app.ts'"],
  ] as const)('%s: %s', ([path, text]) => {
    expect(inspect(arrowsOf(path.split('/')[0]!), [{ path, text }])).toHaveLength(1)
  })

  test.for(Object.keys(RINGS))('a %s that is empty', (ring) => {
    expect(inspect(arrowsOf(ring), [])).toHaveLength(1)
  })
})

describe('the guard of the arrows lets pass', () => {
  test.for([
    ['domain/post/post.ts', "import { err } from 'neverthrow'\nimport { parseLine } from '../shared/text.ts'"],
    ['domain/post/post.ts', "// import { z } from 'zod'\nconst text = \"import { z } from 'zod'\""],
    ['application/post/edit-post.ts', "import { parseTitle } from '#domain/post/post.ts'"],
    ['adapters/http/app.ts', "import { Hono } from 'hono'\nimport { x } from './x.ts'\nimport fs from 'node:fs'"],
    ['adapters/testing/model.ts', "import * as fc from 'fast-check'\nimport { ok } from 'neverthrow'"],
    ['bootstrap/main.ts', "import { app } from '#adapters/http/app.ts'\nimport { Container } from 'inversify'"],
  ] as const)('%s: %s', ([path, text]) => {
    expect(inspect(arrowsOf(path.split('/')[0]!), [{ path, text }])).toEqual([])
  })
})
