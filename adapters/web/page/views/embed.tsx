import type { Views } from '../../contract.ts'

export const EmbedView = (_: Views['embed']) => <h1>Embed</h1>
