import { type Guard, type Violation, violation } from './guard.ts'
import { importsOf, packageOf, pathOf } from './imports.ts'
import { everythingOf, nameOf, type Node, type FoundNode, type Source, textOf } from './source.ts'

/** What Node alone has; a name is a name wherever it stands, so none hides behind `globalThis`. */
const NAMES_OF_NODE: ReadonlySet<string> = new Set([
  'Buffer',
  'process',
  'setImmediate',
  'clearImmediate',
  'NodeJS',
  'global',
  'require',
  '__dirname',
  '__filename',
])

/** Where one of them may stand, with its reason. */
const EXCEPTIONS: Readonly<Record<string, string>> = {
  'adapters/memory/store/async-context.ts process': 'used where it is there, and done without where it is not',
}

const NEEDED: ReadonlySet<string> = new Set(['neverthrow'])

const checkImports = (source: Source): readonly Violation[] =>
  importsOf(source)
    .filter(({ to }) => to === null || (pathOf(source.path, to) === null && !NEEDED.has(packageOf(to))))
    .map(({ to, node }) => violation(source, node, `may not import ${to ?? 'what is computed'}`))

/** Its own name, or the text that names a member: `globalThis['process']`. */
const namedBy = ({ node, around }: FoundNode): string | null => {
  const isMember = around[0]?.type === 'MemberExpression' && around[0]['computed'] === true
  return nameOf(node) ?? (isMember && around[0]!['property'] === node ? textOf(node) : null)
}

const nameOfNode = (found: FoundNode): string | null => {
  const name = namedBy(found)
  return name !== null && NAMES_OF_NODE.has(name) ? name : null
}

const found = (source: Source): readonly { readonly node: Node; readonly name: string }[] =>
  [...everythingOf(source)].flatMap((one) => {
    const name = nameOfNode(one)
    return name === null ? [] : [{ node: one.node, name }]
  })

const checkNames = (source: Source): readonly Violation[] =>
  found(source)
    .filter(({ name }) => !Object.hasOwn(EXCEPTIONS, `${source.path} ${name}`))
    .map(({ node, name }) => violation(source, node, `${name}: it is not everywhere`))

/** The adapters in memory need nothing that a browser, Bun, Deno or workerd lacks; what compiles says the rest. */
export const memoryRunsAnywhere: Guard = {
  looksAt: (path) => path.startsWith('adapters/memory/'),
  check: (source) => [...checkImports(source), ...checkNames(source)],
}

/** Exceptions that nothing needs any more. */
export const exceptionsGone = (sources: readonly Source[]): readonly string[] =>
  Object.keys(EXCEPTIONS).filter(
    (listed) => !sources.some((source) => found(source).some(({ name }) => `${source.path} ${name}` === listed)),
  )
