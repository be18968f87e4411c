import { registerHooks } from 'node:module'

const LIMITS = /(headersMs|slowBodyMs): [\d_]+/g

/** For `node --import`: a server that waits half an hour for whoever sends next to nothing. */
registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!url.endsWith('/adapters/http/server/timeouts.ts')) return loaded
    const { source: given } = loaded
    const source = typeof given === 'string' ? given : new TextDecoder().decode(given)
    if (source.match(LIMITS)?.length !== 2) throw new Error('slow requests are limited in another way now')
    return { ...loaded, source: source.replace(LIMITS, '$1: 1_800_000') }
  },
})
