import { err, ok, type Result } from 'neverthrow'
import type { Caller } from '#application/account/caller.ts'
import type { IdempotencyKey } from '#domain/idempotency/idempotent-request.ts'
import { parseId } from '#domain/shared/id.ts'
import { readBody } from '../body/body.ts'
import { type Body, EMPTY, type Fields } from '../body/fields.ts'
import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import type { Refusal, RefusalType } from '../refusals.ts'
import { type Access, type Credential, sessionFor } from './authorization.ts'
import { clientOf } from './client-address.ts'
import type { Call, Declaration, Sent, Shape } from './declaration.ts'
import { discardAll } from './discard-all.ts'
import { idempotencyKeyOf } from './idempotency.ts'
import { languageOf } from './languages.ts'
import { asksForCookie, isOwnOrigin, isSafe } from './own-origin.ts'
import { parseQuery } from './query.ts'
import { type WithTrack, withTrack } from './track-upload.ts'
import type { Trace } from './trace.ts'

export type AnyDeclaration = Declaration<Access, string, Shape, Shape, string, RefusalType>
export type AnyCall = Call<Access, string, Shape, Shape, string>

/** With its idempotency key, if any, and the upload that its track was taken from. */
export type Entered = Pick<WithTrack, 'upload'> & { readonly call: AnyCall; readonly key: IdempotencyKey | null }

const NONE: Sent<Shape> = {}

const pick = (fields: Fields, shape: Shape): Sent<Shape> =>
  Object.fromEntries(Object.keys(shape).flatMap((name) => (name in fields ? [[name, fields[name]]] : [])))

const idIn = (context: HttpContext, declared: AnyDeclaration): Result<AnyCall['id'], Refusal> =>
  declared.id === undefined
    ? ok(0 as AnyCall['id'])
    : parseId<string>(context.req.param('id')).mapErr(() => ({ type: 'PathUnknown' }))

const callerOf = (
  deps: HttpDependencies,
  context: HttpContext,
  trace: Trace,
  language: Caller['language'],
): Caller => ({
  client: clientOf(context, deps.settings),
  language,
  device: context.req.header('User-Agent') ?? '',
  onQuota: (by, quota) => trace.noteQuota(by, quota),
})

const bodyOf = async (
  deps: HttpDependencies,
  declared: AnyDeclaration,
  context: HttpContext,
): Promise<Result<Body, Refusal>> => {
  if (declared.body === undefined) return ok(EMPTY)
  const { maximumUploadBytes } = deps.settings
  const wanted = { fields: Object.keys(declared.body), nested: declared.nested ?? [], files: declared.files ?? [] }
  return readBody({ staging: deps.soundhub.uploads, maximumUploadBytes }, context, wanted)
}

/** A page of another origin can have the browser send the cookie along, but not the `Origin` of ours. */
const isForeignWrite = (
  context: HttpContext,
  credential: Credential | null,
  settings: HttpDependencies['settings'],
): boolean =>
  !isSafe(context.req.method) &&
  (credential?.by === 'cookie' || asksForCookie(context)) &&
  !isOwnOrigin(context.req.raw, settings)

/**
 * Reads a request: first the origin and the session, then the path, and only then the body. A body may take minutes, so the
 * session is checked again afterwards: one that has ended meanwhile is refused.
 */
export const enter = async (
  deps: HttpDependencies,
  declared: AnyDeclaration,
  context: HttpContext,
  credential: Credential | null,
  trace: Trace,
): Promise<Result<Entered, Refusal>> => {
  if (isForeignWrite(context, credential, deps.settings)) return err({ type: 'OriginNotAllowed' })
  const session = await sessionFor(deps, declared.access, credential, trace)
  if (session.isErr()) return err(session.error)
  trace.userId = session.value?.userId ?? null
  const id = idIn(context, declared)
  if (id.isErr()) return err(id.error)
  const query = parseQuery(context.req.url, Object.keys(declared.query ?? NONE))
  if (query.isErr()) return err(query.error)
  const key = declared.idempotent === undefined ? ok(null) : idempotencyKeyOf(context)
  if (key.isErr()) return err(key.error)
  const body = await bodyOf(deps, declared, context)
  if (body.isErr()) return err(body.error)
  if (session.value !== null && declared.body !== undefined) {
    const still = await sessionFor(deps, 'user', credential, trace)
    if (still.isErr()) {
      await discardAll(deps.soundhub, body.value.files)
      return err(still.error)
    }
  }
  const tracked = await withTrack(deps, declared.track, session.value?.userId, body.value)
  if (tracked.isErr()) {
    await discardAll(deps.soundhub, body.value.files)
    return err(tracked.error)
  }
  const { fields, files } = tracked.value.body
  const language = languageOf(context.req.header('Accept-Language'))
  const call = {
    context,
    language,
    caller: () => callerOf(deps, context, trace, language),
    session: session.value,
    byCookie: credential?.by === 'cookie',
    id: id.value,
    query: query.value,
    form: declared.body === undefined ? NONE : pick(fields, declared.body),
    files,
    idempotentRequest: null,
  }
  return ok({ call, key: key.value, upload: tracked.value.upload })
}
