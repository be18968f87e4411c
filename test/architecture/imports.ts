import { everythingOf, type Node, type Source, textOf } from './source.ts'

/** One way in which a file reaches another: what it names, and where. `null`: it is computed. */
export type Import = { readonly to: string | null; readonly node: Node }

const isRequire = (node: Node): boolean =>
  node.type === 'CallExpression' &&
  ['require', 'require.resolve', 'createRequire'].includes(calledName(node['callee'] as Node))

const calledName = (callee: Node): string => {
  if (callee.type === 'Identifier') return callee['name'] as string
  if (callee.type !== 'MemberExpression') return ''
  return `${calledName(callee['object'] as Node)}.${calledName(callee['property'] as Node)}`
}

const sourceOf = (node: Node): unknown => {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      return node['source']
    case 'TSExternalModuleReference':
      return node['expression']
    default:
      return isRequire(node) ? (node['arguments'] as readonly unknown[])[0] : null
  }
}

/** Values and types, statements and expressions, `export … from`, `require`, `import x = require()`. */
export const importsOf = (source: Source): readonly Import[] =>
  [...everythingOf(source)].flatMap(({ node }) => {
    const named = sourceOf(node)
    return named === null || named === undefined ? [] : [{ to: textOf(named), node }]
  })

/** The path from the root that an alias or a relative import names; `null` for a package. */
export const pathOf = (from: string, to: string): string | null => {
  if (to.startsWith('#')) return to.slice(1)
  if (!to.startsWith('.')) return null
  const folders = from.split('/').slice(0, -1)
  for (const part of to.split('/')) {
    if (part === '..') folders.pop()
    else if (part !== '.') folders.push(part)
  }
  return folders.join('/')
}

/** `neverthrow` of `neverthrow/sub`, `@hono/node-server` of `@hono/node-server/serve-static`. */
export const packageOf = (to: string): string =>
  to
    .split('/')
    .slice(0, to.startsWith('@') ? 2 : 1)
    .join('/')
