import type { Views } from '../../contract.ts'

export const MessagesView = (_: Views['messages']) => <h1>Messages</h1>
