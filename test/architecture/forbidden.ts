import { type Guard, inRing, type Violation, violation } from './guard.ts'
import { everythingOf, type FoundNode, nameOf, type Node, type Source, textOf } from './source.ts'

/** What the core may not name, neither as a value nor as a type, and why. */
const FORBIDDEN_NAMES: Readonly<Record<string, string>> = {
  Date: 'time is an argument',
  performance: 'time is an argument',
  Temporal: 'time is an argument',
  setTimeout: 'waiting is an adapter’s',
  setInterval: 'waiting is an adapter’s',
  setImmediate: 'waiting is an adapter’s',
  queueMicrotask: 'waiting is an adapter’s',
  crypto: 'chance is an argument',
  process: 'the core runs anywhere',
  Buffer: 'the core runs anywhere',
  globalThis: 'the core runs anywhere',
  window: 'the core runs anywhere',
  console: 'the core says what happened by its values',
  fetch: 'the network is an adapter’s',
  URL: 'addresses are an adapter’s',
  Intl: 'words and their order for a language are an adapter’s',
  require: 'imports are static',
  eval: 'code is not data',
  Function: 'code is not data',
  Reflect: 'no decorators, no containers',
}

/** Members that differ from machine to machine or from call to call. */
const FORBIDDEN_MEMBERS: Readonly<Record<string, string>> = {
  'Math.random': 'chance is an argument',
  'Promise.reject': 'refusals are values',
  'import.meta': 'the core runs anywhere',
  toLocaleString: 'a language is an adapter’s',
  toLocaleLowerCase: 'a language is an adapter’s',
  toLocaleUpperCase: 'a language is an adapter’s',
  localeCompare: 'a language is an adapter’s',
}

/** The functions of `Math` that every engine works out to the same bit, by what ECMAScript asks of them. */
const EXACT_MATH = 'abs ceil clz32 floor fround imul max min round sign sqrt trunc'.split(' ')

/** In ECMAScript they are approximations, so engines differ in the last bit, and so would mixes. */
const whyNotTheSameBits = (node: Node, parent: Node | undefined): string | null => {
  if (node.type === 'BinaryExpression' && node['operator'] === '**')
    return isPowerOfTwo(node['left']) ? null : '**: engines differ in the last bit, unless the base is a power of 2'
  if (nameOf(node) !== 'Math' || isFieldName(node, parent)) return null
  const member = parent === undefined ? undefined : memberOf(parent)[0]
  const isSame = member !== undefined && (EXACT_MATH.includes(member) || /^[A-Z]/.test(member) || member === 'random')
  return isSame ? null : `Math.${member ?? ''}: engines differ in the last bit`
}

const isPowerOfTwo = (node: unknown): boolean => {
  const value = (node as { readonly value?: unknown }).value
  return typeof value === 'number' && Number.isInteger(Math.log2(value))
}

/** What the core may not be written with. */
const FORBIDDEN_FORMS: Readonly<Record<string, string>> = {
  ThrowStatement: 'refusals are values',
  CatchClause: 'nothing throws, so nothing is caught',
  Decorator: 'no decorators',
  TSEnumDeclaration: 'erasable TypeScript only',
  TSModuleDeclaration: 'erasable TypeScript only',
  TSParameterProperty: 'erasable TypeScript only',
  TSImportEqualsDeclaration: 'erasable TypeScript only',
  TSExportAssignment: 'erasable TypeScript only',
  TSTypeAssertion: 'erasable TypeScript only',
  TSAnyKeyword: 'unknown, and a parser',
  WithStatement: 'no',
}

/** The classes of the core, each with its reason; everything else is data and functions. */
const CLASSES: Readonly<Record<string, string>> = {}

/** The files of the core that may throw, each with its reason. */
const THROWS: Readonly<Record<string, string>> = {
  'application/required-ports.ts': 'a forgotten port is a mistake in the wiring, not a refusal',
}

/** The files of the core in which something waits that is not a port, each with its reason. */
const WAITS: Readonly<Record<string, string>> = {
  'application/shared/fork-stream.ts': 'two readers of one stream wait for one another',
  'application/track/append-turns.ts': 'two appends to one upload wait for one another',
}

/** Whether the name stands for what lies around the file, not for a field, a method or a label of its own. */
const isFieldName = (node: Node, parent: Node | undefined): boolean => {
  if (parent === undefined) return false
  if (parent.type === 'MemberExpression') return parent['property'] === node && parent['computed'] === false
  if (parent.type === 'TSQualifiedName') return parent['right'] === node
  const isKey = parent['key'] === node && parent['computed'] === false
  return isKey && parent['shorthand'] !== true
}

const memberOf = (node: Node): readonly string[] => {
  if (node.type === 'MetaProperty') return [`${nameOf(node['meta'])}.${nameOf(node['property'])}`]
  if (node.type !== 'MemberExpression') return []
  const property = node['computed'] === true ? textOf(node['property']) : nameOf(node['property'])
  return property === null ? [] : [property, `${nameOf(node['object'])}.${property}`]
}

const isClass = ({ type }: Node): boolean => type === 'ClassDeclaration' || type === 'ClassExpression'

const whyNot = (path: string, { node, around }: FoundNode): string | null => {
  const form = FORBIDDEN_FORMS[node.type]
  const mayThrow = node.type === 'ThrowStatement' && ownOf(THROWS, path) !== undefined
  if (form !== undefined && !mayThrow) return `${node.type}: ${form}`
  const name = nameOf(node)
  const named = name !== null && !isFieldName(node, around[0]) ? ownOf(FORBIDDEN_NAMES, name) : undefined
  if (named !== undefined) return `${name}: ${named}`
  const waits = memberOf(node).includes('Promise.withResolvers') && ownOf(WAITS, path) === undefined
  if (waits) return 'Promise.withResolvers: waiting is an adapter’s'
  const member = memberOf(node).find((one) => ownOf(FORBIDDEN_MEMBERS, one) !== undefined)
  if (member !== undefined) return `${member}: ${FORBIDDEN_MEMBERS[member]}`
  const approximation = whyNotTheSameBits(node, around[0])
  if (approximation !== null) return approximation
  if (node.type === 'NewExpression' && nameOf(node['callee']) === 'Promise')
    return 'new Promise: waiting is an adapter’s'
  if (isClass(node) && ownOf(CLASSES, `${path} ${nameOf(node['id'])}`) === undefined) return 'a class'
  return null
}

/** `toString` and its like are no entries of a table. */
const ownOf = (table: Readonly<Record<string, string>>, key: string): string | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

const check = (source: Source): readonly Violation[] =>
  [...everythingOf(source)].flatMap((found) => {
    const why = whyNot(source.path, found)
    return why === null ? [] : [violation(source, found.node, why)]
  })

/** Nothing in the core depends on when, where and with what luck it runs, and nothing throws. */
export const coreIsPure: Guard = { looksAt: inRing('domain', 'application'), check }

/** Classes on the list that are no longer there. */
export const classesGone = (sources: readonly Source[], allowed = CLASSES): readonly string[] =>
  Object.keys(allowed).filter(
    (listed) =>
      !sources.some((source) =>
        [...everythingOf(source)].some(
          ({ node }) => isClass(node) && `${source.path} ${nameOf(node['id'])}` === listed,
        ),
      ),
  )
