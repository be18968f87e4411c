import { inspectRoutes } from 'hono/dev'
import type { HttpApp } from '#adapters/http/dependencies.ts'
import type { Operation } from './operations.ts'

/** The app’s own path with a slash behind it, where it is mounted under another one. */
const ROOT = '/:root{$}'
/** What answers a path that no other route does. */
const REST = 'ALL /*'

/** `/post/:id{[0-9]+}/` is `/post/{id}` in the document. */
const asDocumented = (path: string): string =>
  path
    .replace(ROOT, '/')
    .replaceAll(/:(\w+)\{(\w+)\\\.\[\^\/\]\+\}/g, '$2.{$1}')
    .replaceAll(/:(\w+)(?:\{[^}]*\})?/g, '{$1}')
    .replace(/(.)\/$/, '$1')

/** Routes of the app that the document does not know, and operations that the app does not route. */
export const undocumented = (app: HttpApp, operations: readonly Operation[]): readonly string[] => {
  const routed = new Set(
    inspectRoutes(app)
      .filter(({ isMiddleware, method }) => !(isMiddleware && method === 'ALL'))
      .map(({ method, path }) => `${method} ${asDocumented(path)}`)
      .filter((route) => route !== REST),
  )
  const documented = new Set(operations.map(({ call }) => call))
  return [
    ...[...routed].filter((route) => !documented.has(route)).map((route) => `${route} is not documented`),
    ...[...documented].filter((call) => !routed.has(call)).map((call) => `${call} is not routed`),
  ]
}
