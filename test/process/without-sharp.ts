import { registerHooks } from 'node:module'

/** For `node --import`: as on a machine that npm found no build of sharp for. */
registerHooks({
  resolve: (specifier, context, next) => {
    if (specifier === 'sharp') throw new Error('sharp has no build for this machine')
    return next(specifier, context)
  },
})
