import { type Instant, instant } from '#domain/shared/instant.ts'
import type { Clock } from '#application/shared/system.ts'

/** This machine's clock. */
export class SystemClock implements Clock {
  now(): Instant {
    return instant(Date.now())
  }
}
