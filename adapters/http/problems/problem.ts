import { z } from '@hono/zod-openapi'
import type { ErrorReport } from '#application/shared/error-reporter.ts'
import type { Language } from '#application/shared/system.ts'
import type { HttpDependencies, HttpContext } from '../dependencies.ts'
import { publicUrlOf } from '../urls.ts'
import { faultSentence } from './fault-sentences.ts'
import { languageOf } from '../endpoint/languages.ts'
import { type Trace, traceOf } from '../endpoint/trace.ts'
import { instanceOf } from './instance.ts'
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
    offset: z.int().min(0).optional().openapi({ description: 'The byte at which an upload goes on' }),
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

/** The problem document of a refusal. `parts` are the names of what was sent; `instance` tells this refusal from others. */
export const problemOf = (
  refused: Refusal,
  language: Language,
  settings: PublicUrl,
  parts: readonly string[] = [],
  instance?: string,
): Problem => {
  const refusal = inWireNames(refused, parts)
  const row = rowOf(refusal)
  return {
    type: publicUrlOf(settings, pathOf(row.code)),
    title: titleOf(row.code),
    status: row.status,
    detail: row[language](refusal),
    code: row.code,
    ...(instance !== undefined && { instance }),
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
  instance?: string,
): Reply => {
  const row = rowOf(refusal)
  return respond(row.status, JSON.stringify(problemOf(refusal, language, settings, parts, instance)), {
    'Content-Type': 'application/problem+json',
    'Content-Language': language,
    'Cache-Control': 'no-store',
    Vary: 'Accept-Language',
    ...row.headers?.(refusal),
  })
}

type Noting = Pick<HttpDependencies, 'log' | 'settings' | 'errorReporter'>

/** The pattern of the path and not the path: that may contain an id, or a key. */
const particulars = (context: HttpContext, { requestId, route }: Trace) => ({
  requestId,
  method: context.req.method,
  route,
})

const whatOf = (refusal: Refusal): string => (refusal.type === 'Unavailable' ? refusal.what : refusal.type)

const sentenceFor = (refusal: Refusal): string =>
  refusal.type === 'AudioUnavailable'
    ? 'audio is unavailable: no decoder or encoder on this machine'
    : `${whatOf(refusal)} is unavailable`

/** Notes the refusal for whoever observes the request, and logs and reports what operators should know about. */
export const noteRefusal = (deps: Noting, context: HttpContext, refusal: Refusal): Trace => {
  const trace = traceOf(context, deps.settings)
  const { code, report } = rowOf(refusal)
  trace.problem = code
  if (report !== true) return trace
  const error: unknown = 'cause' in refusal ? refusal.cause : undefined
  deps.log.warn({ ...particulars(context, trace), what: whatOf(refusal), err: error }, sentenceFor(refusal))
  reportError(deps, context, trace, { error, refusal: refusal.type })
  return trace
}

const reportError = (
  { errorReporter }: Noting,
  context: HttpContext,
  { requestId, route, userId }: Trace,
  what: Pick<ErrorReport, 'error' | 'refusal'>,
): void => errorReporter?.report({ ...what, requestId, where: `${context.req.method} ${route}`, userId })

/** The response to a refusal, in the language of the request. */
export const refuse = (deps: Noting, context: HttpContext, refusal: Refusal, parts: readonly string[] = []): Reply => {
  const trace = noteRefusal(deps, context, refusal)
  const instance = rowOf(refusal).report === true ? instanceOf(trace.requestId) : undefined
  return problemReply(refusal, languageOf(context.req.header('Accept-Language')), deps.settings, parts, instance)
}

/** Logs and reports an unexpected error under the id of its request, and tells the client the id. */
export const internalError = (deps: Noting, context: HttpContext, cause: unknown): Reply => {
  const trace = traceOf(context, deps.settings)
  deps.log.error({ ...particulars(context, trace), err: cause }, 'a request failed')
  reportError(deps, context, trace, { error: cause, refusal: null })
  return refuse(deps, context, { type: 'InternalError', requestId: trace.requestId })
}
