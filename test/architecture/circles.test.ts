import { expect, test } from 'vitest'
import { noImportCircles } from './circles.ts'
import { inspect } from './guard.ts'
import { HOUSE } from './house.ts'

test('no file imports in a circle, types included', () => {
  expect(inspect(noImportCircles, HOUSE)).toEqual([])
})

test('a circle of type imports is found, however long', () => {
  const chain = ['domain/a.ts', 'domain/b.ts', 'domain/c.ts']
  const sources = chain.map((path, at) => ({
    path,
    text: `import type { X } from './${['b', 'c', 'a'][at]}.ts'\nexport type Y = X\n`,
  }))
  expect(inspect(noImportCircles, sources)).toEqual(
    chain.map((path, at) => `${path}:1 imports in a circle: ${chain[(at + 1) % 3]} leads back here`),
  )
})
