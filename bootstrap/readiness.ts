import type { Check } from '#adapters/http/dependencies.ts'
import type { AudioReadiness } from '#application/track/audio.ts'

export const audioCheck = ({ audio }: AudioReadiness): Check =>
  audio.match(
    (detail) => ({ name: 'audio', ok: true, detail }),
    ({ cause }) => ({ name: 'audio', ok: false, detail: cause }),
  )
