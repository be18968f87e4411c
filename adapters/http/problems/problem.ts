import { randomUUID } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import type { Language } from '#application/shared/system.ts'
import type { HttpDependencies, HttpContext } from '../dependencies.ts'
import { publicUrlOf } from '../urls.ts'
import { faultSentence } from './fault-sentences.ts'
import { languageOf } from '../endpoint/languages.ts'
import type { Row } from './row.ts'
import { PROBLEMS } from './table.ts'
import type { Refusal } from '../refusals.ts'
import { type Headers, type Reply, respond } from '../reply/reply.ts'
import { inWireNames } from '../endpoint/wire-names.ts'

/** RFC 9457, with a stable `code` and, for bad fields, one entry each in `errors`. */
export const problemSchema = z
  .object({
    type: z.url(),
    title: z.string(),
    status: z.int(),
    detail: z.string().openapi({ description: 'A sentence to show a person, in English or Korean' }),
    code: z.string().openapi({ description: 'Stable, in SCREAMING_SNAKE', example: 'VALIDATION_FAILED' }),
    instance: z.string().optional(),
    errors: z.array(z.object({ field: z.string(), code: z.string(), detail: z.string() })).optional(),
    ids: z.array(z.int()).optional(),
    revision: z.int().optional().openapi({ description: 'The revision that the mix has now; 0 if there is none' }),
  })
  .openapi('Problem')

export type Problem = z.infer<typeof problemSchema>

/** The path of a problem type's page. */
export const pathOf = (code: string): string => `/problems/${code.toLowerCase().replaceAll('_', '-')}`

/** The code in words. A title belongs to the problem type and never varies. */
export const titleOf = (code: string): string => {
  const words = code.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const rowOf = (refusal: Refusal): Row<Refusal> => PROBLEMS[refusal.type] as unknown as Row<Refusal>

const errorsOf = (refusal: Refusal, language: Language, parts: readonly string[]): Pick<Problem, 'errors'> => {
  if (refusal.type === 'InvalidFields')
    return {
      errors: refusal.faults.map((fault) => ({
        field: fault.field,
        code: fault.code,
        detail: faultSentence(fault, language),
      })),
    }
  const row = rowOf(refusal)
  const field = row.field?.(refusal, parts)
  return field === undefined ? {} : { errors: [{ field, code: row.code, detail: row[language](refusal) }] }
}

type PublicUrl = { readonly publicUrl: string }

/** The problem document of a refusal. `parts` are the names of what was sent. */
export const problemOf = (
  refused: Refusal,
  language: Language,
  settings: PublicUrl,
  parts: readonly string[] = [],
): Problem => {
  const refusal = inWireNames(refused, parts)
  const row = rowOf(refusal)
  return {
    type: publicUrlOf(settings, pathOf(row.code)),
    title: titleOf(row.code),
    status: row.status,
    detail: row[language](refusal),
    code: row.code,
    ...errorsOf(refusal, language, parts),
    ...row.extra?.(refusal),
  }
}

/** A refusal for a page. */
export const describeRefusal = (
  refusal: Refusal,
  language: Language,
): { readonly status: number; readonly sentence: string; readonly headers: Headers } => {
  const row = rowOf(refusal)
  return { status: row.status, sentence: row[language](inWireNames(refusal)), headers: row.headers?.(refusal) ?? {} }
}

/** The refusal as `application/problem+json`. */
export const problemReply = (
  refusal: Refusal,
  language: Language,
  settings: PublicUrl,
  parts: readonly string[] = [],
): Reply => {
  const row = rowOf(refusal)
  return respond(row.status, JSON.stringify(problemOf(refusal, language, settings, parts)), {
    'Content-Type': 'application/problem+json',
    'Content-Language': language,
    'Cache-Control': 'no-store',
    Vary: 'Accept-Language',
    ...row.headers?.(refusal),
  })
}

/** Without the query, which may contain a key. */
const particulars = (context: HttpContext) => ({ method: context.req.method, path: context.req.path })

/** Logs refusals that operators should know about. */
export const logRefusal = ({ log }: Pick<HttpDependencies, 'log'>, context: HttpContext, refusal: Refusal): void => {
  if (refusal.type === 'Unavailable')
    log.warn({ ...particulars(context), what: refusal.what, err: refusal.cause }, `${refusal.what} is unavailable`)
  if (refusal.type === 'AudioUnavailable')
    log.warn(
      { ...particulars(context), cause: refusal.cause },
      'audio is unavailable: no decoder or encoder on this machine',
    )
}

/** The response to a refusal, in the language of the request. */
export const refuse = (
  deps: Pick<HttpDependencies, 'log' | 'settings'>,
  context: HttpContext,
  refusal: Refusal,
  parts: readonly string[] = [],
): Reply => {
  logRefusal(deps, context, refusal)
  return problemReply(refusal, languageOf(context.req.header('Accept-Language')), deps.settings, parts)
}

/** Logs an unexpected error under an id and tells the client the id. */
export const internalError = (
  deps: Pick<HttpDependencies, 'log' | 'settings'>,
  context: HttpContext,
  cause: unknown,
): Reply => {
  const requestId = randomUUID()
  deps.log.error({ ...particulars(context), requestId, err: cause }, 'a request failed')
  return refuse(deps, context, { type: 'InternalError', requestId })
}
