import { describe, expect, test } from 'vitest'
import { containerIsInBootstrap, nothingIsDecorated } from './frameworks.ts'
import { inspect } from './guard.ts'
import { HOUSE } from './house.ts'

test('inversify is imported in bootstrap only', () => {
  expect(inspect(containerIsInBootstrap, HOUSE)).toEqual([])
})

test('nothing is decorated', () => {
  expect(inspect(nothingIsDecorated, HOUSE)).toEqual([])
})

describe('the guard of the container catches', () => {
  test.for([
    "import { Container } from 'inversify'",
    "import type { Container } from 'inversify'",
    "export { Container } from 'inversify'",
    "const container = await import('inversify')",
    "import 'reflect-metadata'",
    "import 'reflect-metadata/lite'",
  ])('%s', (text) => {
    expect(inspect(containerIsInBootstrap, [{ path: 'adapters/http/app.ts', text }])).toHaveLength(1)
  })

  test('a house without files', () => {
    expect(inspect(containerIsInBootstrap, [])).toHaveLength(1)
    expect(inspect(nothingIsDecorated, [])).toHaveLength(1)
  })
})

describe('the guard of decorators catches', () => {
  test.for([
    '@injectable() class App {}',
    'class App { @inject() clock }',
    'class App { constructor(@inject() clock: Clock) {} }',
  ])('%s', (text) => {
    expect(inspect(nothingIsDecorated, [{ path: 'bootstrap/container.ts', text }])).toHaveLength(1)
  })
})

test('what is only said in words is no container and no decorator', () => {
  const text = "// import { Container } from 'inversify'\nconst said = '@injectable() class App {}'"
  expect(inspect(containerIsInBootstrap, [{ path: 'adapters/http/app.ts', text }])).toEqual([])
  expect(inspect(nothingIsDecorated, [{ path: 'adapters/http/app.ts', text }])).toEqual([])
})
