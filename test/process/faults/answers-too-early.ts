import { registerHooks } from 'node:module'

const DECLARED = 'export const sendMessage ='
/** The message of this id is there, so that the answer can show one. */
const EARLY = `
import { okAsync as answeredAtOnce } from 'neverthrow'
export const sendMessage = (deps) => (message) => {
  setTimeout(() => committed(deps)(message), 300)
  return answeredAtOnce(1)
}`

/** For `node --import`: a server that acknowledges a message before it has committed it. */
registerHooks({
  load: (url, context, next) => {
    const loaded = next(url, context)
    if (!url.endsWith('/application/message/send-message.ts')) return loaded
    const { source: given } = loaded
    const source = typeof given === 'string' ? given : new TextDecoder().decode(given)
    if (!source.includes(DECLARED)) throw new Error('messages are sent in another way now')
    return { ...loaded, source: source.replace(DECLARED, 'const committed =') + EARLY }
  },
})
