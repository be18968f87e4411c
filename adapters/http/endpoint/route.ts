/** The path as Hono routes it. It has no parameters within a segment, so `master.{format}` becomes one that begins with `master.`. */
export const routeOf = (path: string): string =>
  path
    .replaceAll('{id}', ':id{[0-9]+}')
    .replaceAll(/\/([a-z]+)\.\{([a-z_]+)\}/g, String.raw`/:$2{$1\.[^/]+}`)
    .replaceAll(/\/\{([a-z_]+)\}/g, '/:$1')
