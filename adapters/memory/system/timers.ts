import type { Milliseconds } from '#domain/shared/instant.ts'

/** A number in browsers, an object in Node. */
export type Timer = ReturnType<typeof setTimeout>

/** A timer that does not keep the process alive. */
export const idleTimer = (call: () => void, pause: Milliseconds): Timer => {
  const timer = setTimeout(call, pause)
  const unreferable: { unref?(): unknown } = Object(timer)
  unreferable.unref?.()
  return timer
}
