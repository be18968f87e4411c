import { registerHooks } from 'node:module'

const CHECK = /mix\?\.state === 'rendering' &&[^?]*\? ok\(mix\)/

/** For `node --import`: a worker that believes whatever it once claimed is still its own. */
registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!url.endsWith('/domain/mix/mix.ts')) return loaded
    const { source: given } = loaded
    const source = typeof given === 'string' ? given : new TextDecoder().decode(given)
    if (!CHECK.test(source)) throw new Error('the lease is checked in another way now')
    return { ...loaded, source: source.replace(CHECK, 'mix !== null ? ok(mix as RenderingMix)') }
  },
})
