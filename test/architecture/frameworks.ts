import { type Guard, inRing, type Violation, violation } from './guard.ts'
import { importsOf, packageOf } from './imports.ts'
import { everythingOf, type Source } from './source.ts'

const CONTAINERS: ReadonlySet<string> = new Set(['inversify', 'reflect-metadata'])

const checkContainer = (source: Source): readonly Violation[] =>
  importsOf(source)
    .filter(({ to }) => to !== null && CONTAINERS.has(packageOf(to)))
    .map(({ node }) => violation(source, node, 'knows the container'))

/** Only bootstrap knows that there is a container. */
export const containerIsInBootstrap: Guard = {
  looksAt: inRing('domain', 'application', 'adapters'),
  check: checkContainer,
}

const checkDecorators = (source: Source): readonly Violation[] =>
  [...everythingOf(source)]
    .filter(({ node }) => node.type === 'Decorator')
    .map(({ node }) => violation(source, node, 'is decorated'))

/** Decorators are nowhere. */
export const nothingIsDecorated: Guard = {
  looksAt: inRing('domain', 'application', 'adapters', 'bootstrap'),
  check: checkDecorators,
}
