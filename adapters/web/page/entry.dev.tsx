// oxlint-disable-next-line import/no-unassigned-import -- it is the page itself
import './entry.client.tsx'
import { RELOADS } from './reloads.ts'

// Comes again when the server was away, and finds out what is built now.
let shown: string | null = null
new EventSource(RELOADS).addEventListener('built', ({ data }: MessageEvent<string>) => {
  if (shown !== null && shown !== data) location.reload()
  shown = data
})
