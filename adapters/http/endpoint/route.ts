/** The second matches the trailing slash if the app is mounted by `route`. */
const ROOT = ['/', '/:root{$}']

/** The path as Hono routes it. It has no parameters within a segment, so `master.{format}` becomes one that begins with `master.`. */
const routeOf = (path: string): string =>
  path
    .replaceAll(/\{(id|proposal)\}/g, ':$1{[0-9]+}')
    .replaceAll(/\/([a-z]+)\.\{([a-z_]+)\}/g, String.raw`/:$2{$1\.[^/]+}`)
    .replaceAll(/\/\{([a-z_]+)\}/g, '/:$1')

/** The routes of an endpoint, with and without a trailing slash. */
export const routesOf = ({ path, rest }: { readonly path: string; readonly rest?: boolean }): string[] => {
  const bare = routeOf(path)
  return rest === true ? [`${bare}{.+}`] : bare === '/' ? ROOT : [bare, `${bare}/`]
}
