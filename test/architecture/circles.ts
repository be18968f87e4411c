import { type Guard, inRing, violation } from './guard.ts'
import { importsOf, pathOf } from './imports.ts'
import type { Source } from './source.ts'

type Graph = ReadonlyMap<string, readonly string[]>

const importedFiles = (source: Source) =>
  importsOf(source).flatMap(({ to, node }) => {
    const path = to === null ? null : pathOf(source.path, to)
    return path === null ? [] : [{ path, node }]
  })

const graphs = new WeakMap<readonly Source[], Graph>()

const graphOf = (sources: readonly Source[]): Graph => {
  const known = graphs.get(sources)
  if (known !== undefined) return known
  const graph = new Map(sources.map((one) => [one.path, importedFiles(one).map(({ path }) => path)]))
  graphs.set(sources, graph)
  return graph
}

/** Whether imports lead from one file to the other, directly or by way of others. */
const leads = (graph: Graph, from: string, to: string): boolean => {
  const seen = new Set([from])
  const left = [from]
  for (let file = left.pop(); file !== undefined; file = left.pop()) {
    if (file === to) return true
    for (const next of graph.get(file) ?? [])
      if (!seen.has(next)) {
        seen.add(next)
        left.push(next)
      }
  }
  return false
}

/** No file imports one that leads back to it, not even for a type alone. */
export const noImportCircles: Guard = {
  looksAt: inRing('domain', 'application', 'adapters', 'bootstrap'),
  check: (source, all) =>
    importedFiles(source)
      .filter(({ path }) => leads(graphOf(all), path, source.path))
      .map(({ path, node }) => violation(source, node, `imports in a circle: ${path} leads back here`)),
}
