import { story } from './story.mjs'

export default { fetch: async () => Response.json(await story()) }
