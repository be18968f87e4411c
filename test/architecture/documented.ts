import { type Guard, inRing, type Violation, violation } from './guard.ts'
import { everythingOf, lineOf, nameOf, type Node, type Source, treeOf } from './source.ts'

/** A file that is longer is split, or says at its top why not. */
export const MAX_FILE_LINES = 200

/** Whether a doc block ends just above the node. */
const hasDoc = (source: Source, node: Node): boolean =>
  treeOf(source).comments.some(
    ({ type, value, end }) =>
      type === 'Block' &&
      value.startsWith('*') &&
      end <= node.start &&
      source.text.slice(end, node.start).trim() === '',
  )

const isExport = ({ type, ...node }: Node): boolean =>
  (type === 'ExportNamedDeclaration' && node['declaration'] !== null) || type === 'ExportDefaultDeclaration'

/** Follows its elder without an empty line, and both are exported: a doc block speaks for a group. */
const followsAt = (source: Source, body: readonly Node[], at: number): boolean => {
  const elder = body[at - 1]
  return elder !== undefined && isExport(elder) && !source.text.slice(elder.end, body[at]!.start).includes('\n\n')
}

const isDocumented = (source: Source, body: readonly Node[], at: number): boolean =>
  hasDoc(source, body[at]!) || (followsAt(source, body, at) && isDocumented(source, body, at - 1))

const checkExports = (source: Source): readonly Violation[] => {
  const body = treeOf(source).program['body'] as readonly Node[]
  return body
    .filter((node, at) => isExport(node) && !isDocumented(source, body, at))
    .map((node) => violation(source, node, 'is exported and says nothing of itself'))
}

/** Everything the core exports says what it promises. */
export const exportsAreDocumented: Guard = { looksAt: inRing('domain', 'application'), check: checkExports }

const checkMethods = (source: Source): readonly Violation[] =>
  [...everythingOf(source)]
    .filter(({ node, around }) => isMethod(node) && around[0]?.type === 'TSInterfaceBody' && !hasDoc(source, node))
    .map(({ node }) => violation(source, node, `${nameOf(node['key'])} says nothing of itself`))

const isMethod = ({ type }: Node): boolean => type === 'TSMethodSignature' || type === 'TSPropertySignature'

/** Ports are the interfaces of application: each method says what its adapter must keep. */
export const portMethodsAreDocumented: Guard = { looksAt: inRing('application'), check: checkMethods }

const checkLength = (source: Source): readonly Violation[] => {
  const lines = source.text.trimEnd().split('\n').length
  const reason = treeOf(source).comments[0]
  const hasReason = reason?.start === 0 && reason.value.startsWith('*')
  return lines > MAX_FILE_LINES && !hasReason ? [`${source.path}:1 has ${lines} lines and no reason at its top`] : []
}

/** A file fits on a few screens. */
export const filesAreShort: Guard = {
  looksAt: inRing('domain', 'application', 'adapters', 'bootstrap'),
  check: checkLength,
}

const checkMarks = (source: Source): readonly Violation[] =>
  treeOf(source)
    .comments.filter(({ value }) => /@ts-ignore|@ts-nocheck|@ts-expect-error/.test(value))
    .map((comment) => `${source.path}:${lineOf(source, comment as unknown as Node)} silences the compiler`)

/** The core does not talk the compiler down. */
export const nothingIsSilenced: Guard = { looksAt: inRing('domain', 'application'), check: checkMarks }
