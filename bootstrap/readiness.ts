import type { Check } from '#adapters/http/dependencies.ts'
import type { AudioReadiness } from '#application/track/audio.ts'

export type { Check, Readiness } from '#adapters/http/dependencies.ts'

export const audioCheck = ({ audio }: AudioReadiness): Check =>
  audio.match(
    (which) => ({ name: 'audio', ok: true, detail: which }),
    ({ cause }) => ({ name: 'audio', ok: false, detail: cause }),
  )
