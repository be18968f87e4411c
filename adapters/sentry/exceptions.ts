import type { Frame } from './stack-frames.ts'
import { framesOf } from './stack-frames.ts'

/** An error as Sentry takes it. */
export type Exception = {
  readonly type: string
  readonly value?: string
  readonly stacktrace?: { readonly frames: Frame[] }
}

/** Causes are followed so far: refusal, outage, error of a library, error of a socket. */
const MAX_CAUSES = 6

/** The name of a class, or the type of a refusal. */
const TYPE = /^[A-Z][A-Za-z]{2,48}$/

/** `ECONNREFUSED`, `ERR_INVALID_URL`, `ETIMEDOUT`; SQLSTATE `23505`; and nothing that could be a key. */
const CODE = /^(?:E[A-Z_]{2,38}|[0-9A-Z]{5})$/

const typeOf = (error: unknown): string => {
  if (!(error instanceof Error)) {
    const { type } = Object(error) as { readonly type?: unknown }
    return typeof type === 'string' && TYPE.test(type) ? type : 'NotAnError'
  }
  // The class, which the program wrote; a name may be assigned, and some libraries take it from a response.
  const { name } = error.constructor
  return TYPE.test(name) ? name : 'Error'
}

const codeOf = (error: unknown): string | undefined => {
  const { code } = Object(error) as { readonly code?: unknown }
  return typeof code === 'string' && CODE.test(code) ? code : undefined
}

const exceptionOf = (error: unknown, root: string): Exception => {
  const code = codeOf(error)
  const frames = error instanceof Error ? [...framesOf(error, root)] : []
  return {
    type: typeOf(error),
    ...(code !== undefined && { value: code }),
    ...(frames.length > 0 && { stacktrace: { frames } }),
  }
}

/**
 * The error and its causes, the first cause first, as Sentry has them. A message may quote what somebody sent, a row of the
 * database or an address, and no pattern finds a password in it, so messages stay in the log of the machine.
 */
export const exceptionsOf = (error: unknown, root: string): readonly Exception[] => {
  const chain: unknown[] = []
  for (let one = error; one !== undefined && one !== null && chain.length < MAX_CAUSES;) {
    chain.push(one)
    one = (Object(one) as { readonly cause?: unknown }).cause
  }
  return chain.map((one) => exceptionOf(one, root)).toReversed()
}
