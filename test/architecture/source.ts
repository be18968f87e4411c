import { type Comment, parseSync } from 'oxc-parser'

/** One file of the project: its path from the root, and its text. */
export type Source = { readonly path: string; readonly text: string }

/** A node of the syntax tree (ESTree with TypeScript's own): what a guard looks at, comments and strings being none. */
export type Node = {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export type Tree = { readonly program: Node; readonly comments: readonly Comment[] }

const trees = new WeakMap<Source, Tree>()

/** The syntax tree of a file; one that cannot be read is no file a guard may pass over. */
export const treeOf = (source: Source): Tree => {
  const known = trees.get(source)
  if (known !== undefined) return known
  const { program, comments, errors } = parseSync(source.path, source.text, { sourceType: 'module' })
  if (errors.length > 0) throw new Error(`${source.path}: ${errors[0]!.message}`)
  const tree = { program: program as unknown as Node, comments }
  trees.set(source, tree)
  return tree
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'

const childrenOf = (node: Node): readonly Node[] =>
  Object.values(node).flatMap((field) => (Array.isArray(field) ? field.filter(isNode) : isNode(field) ? [field] : []))

/** A node and those around it, the nearest first. */
export type FoundNode = { readonly node: Node; readonly around: readonly Node[] }

/** The node and all below it. */
export function* everythingIn(node: Node, around: readonly Node[] = []): Generator<FoundNode> {
  yield { node, around }
  for (const child of childrenOf(node)) yield* everythingIn(child, [node, ...around])
}

/** Everything in the file. */
export const everythingOf = (source: Source): Generator<FoundNode> => everythingIn(treeOf(source).program)

export const isFunction = ({ type }: Node): boolean =>
  type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'

/** The text of the node, as it was written. */
export const written = (source: Source, { start, end }: Node): string => source.text.slice(start, end)

/** Line of the node, counted from 1. */
export const lineOf = (source: Source, { start }: Node): number => source.text.slice(0, start).split('\n').length

/** The name, where the node is one. */
export const nameOf = (node: unknown): string | null =>
  isNode(node) && node.type === 'Identifier' ? (node['name'] as string) : null

/** The characters, where the node is a text without holes. */
export const textOf = (node: unknown): string | null => {
  if (!isNode(node)) return null
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type !== 'TemplateLiteral') return null
  const quasis = node['quasis'] as readonly { readonly value: { readonly cooked: string } }[]
  return quasis.length === 1 ? quasis[0]!.value.cooked : null
}
