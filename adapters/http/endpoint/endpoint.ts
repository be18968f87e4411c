import { TrieRouter } from 'hono/router/trie-router'
import { err, ok, type Result } from 'neverthrow'
import type { Caller } from '#application/account/caller.ts'
import type { IdempotencyKey } from '#domain/idempotency/idempotent-request.ts'
import { parseId } from '#domain/shared/id.ts'
import { sessionFor, type Access } from './authorization.ts'
import { readBody } from '../body/body.ts'
import { type Body, EMPTY, type Fields } from '../body/fields.ts'
import { clientOf } from './client-address.ts'
import { crossOrigin } from '../reply/cross-origin.ts'
import type { Call, Declaration, Handled, Handler, Sent, Shape } from './declaration.ts'
import { operationOf } from '../reference/operation.ts'
import type { HttpApp, HttpContext, HttpDependencies } from '../dependencies.ts'
import { pathOf } from '../urls.ts'
import { languageOf } from './languages.ts'
import { respondIdempotently, idempotencyKeyOf } from './idempotency.ts'
import { internalError, refuse } from '../problems/problem.ts'
import { parseQuery } from './query.ts'
import { routesOf } from './route.ts'
import type { Refusal, RefusalType } from '../refusals.ts'
import type { Reply } from '../reply/reply.ts'
import { sending } from '../reply/send.ts'
import { discardAll } from './discard-all.ts'

/** Declares an endpoint: adds it to the API document and mounts it with and without a trailing slash. */
export type Endpoint = <
  const Level extends Access,
  const Refuses extends RefusalType,
  const Names extends string = never,
  Query extends Shape = never,
  Body extends Shape = never,
  const File extends string = never,
>(
  declared: Declaration<Level, Names, Query, Body, File, Refuses>,
  handler: Handler<Level, Names, Query, Body, File, NoInfer<Refuses>>,
) => void

type AnyDeclaration = Declaration<Access, string, Shape, Shape, string, RefusalType>
type AnyCall = Call<Access, string, Shape, Shape, string>
type AnyHandler = (call: AnyCall) => Handled<Refusal>

const NONE: Sent<Shape> = {}

const pick = (fields: Fields, shape: Shape): Sent<Shape> =>
  Object.fromEntries(Object.keys(shape).flatMap((name) => (name in fields ? [[name, fields[name]]] : [])))

const idIn = (context: HttpContext, declared: AnyDeclaration): Result<AnyCall['id'], Refusal> =>
  declared.id === undefined
    ? ok(0 as AnyCall['id'])
    : parseId<string>(context.req.param('id')).mapErr(() => ({ type: 'PathUnknown' }))

/**
 * Reads a request: first the session, then the path, and only then the body. A body may take minutes, so the session is
 * checked again afterwards: one that has ended meanwhile is refused.
 */
const enter = async (
  deps: HttpDependencies,
  declared: AnyDeclaration,
  context: HttpContext,
): Promise<Result<Entered, Refusal>> => {
  const session = await sessionFor(deps, declared.access, context.req.header('Authorization'))
  if (session.isErr()) return err(session.error)
  const id = idIn(context, declared)
  if (id.isErr()) return err(id.error)
  const query = parseQuery(context.req.url, Object.keys(declared.query ?? NONE))
  if (query.isErr()) return err(query.error)
  const key = declared.idempotent === undefined ? ok(null) : idempotencyKeyOf(context)
  if (key.isErr()) return err(key.error)
  const body = await bodyOf(deps, declared, context)
  if (body.isErr()) return err(body.error)
  if (session.value !== null && declared.body !== undefined) {
    const still = await sessionFor(deps, declared.access, context.req.header('Authorization'))
    if (still.isErr()) {
      await discardAll(deps.soundhub, body.value.files)
      return err(still.error)
    }
  }
  const language = languageOf(context.req.header('Accept-Language'))
  const call = {
    context,
    language,
    caller: () => callerOf(deps, context, language),
    session: session.value,
    id: id.value,
    query: query.value,
    form: declared.body === undefined ? NONE : pick(body.value.fields, declared.body),
    files: body.value.files,
    idempotentRequest: null,
  }
  return ok({ call, key: key.value })
}

/** With its idempotency key, if any. */
type Entered = { readonly call: AnyCall; readonly key: IdempotencyKey | null }

const handled = async (
  deps: HttpDependencies,
  declared: AnyDeclaration,
  handler: AnyHandler,
  { call, key }: Entered,
): Promise<Result<Reply, Refusal>> => {
  const { context, session, form, files } = call
  const { idempotent } = declared
  if (key === null || session === null || idempotent === undefined) return handler(call)
  return respondIdempotently(deps, {
    userId: session.userId,
    key,
    payload: { path: pathOf(context), form, files },
    handle: (idempotentRequest) => handler({ ...call, idempotentRequest }),
    rebuildResponse: (made) => idempotent(made, session),
  })
}

const callerOf = (deps: HttpDependencies, context: HttpContext, language: Caller['language']): Caller => ({
  client: clientOf(context, deps.settings),
  language,
  device: context.req.header('User-Agent') ?? '',
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

const answer = async (
  deps: HttpDependencies,
  declared: AnyDeclaration,
  handler: AnyHandler,
  context: HttpContext,
): Promise<Reply> => {
  const entered = await enter(deps, declared, context)
  if (entered.isErr()) return refuse(deps, context, entered.error)
  try {
    const done = await handled(deps, declared, handler, entered.value)
    return done.isOk()
      ? done.value
      : refuse(deps, context, done.error, [...(declared.files ?? []), ...Object.keys(entered.value.call.form)])
  } catch (cause) {
    // The use case discards its files, but it may not have been reached.
    await discardAll(deps.soundhub, entered.value.call.files)
    throw cause
  }
}

export type Endpoints = {
  readonly endpoint: Endpoint
  /** Adds the declared endpoints to the API document. This takes time, so it waits for the first request of the document. */
  readonly describeAll: () => void
  /** After the last endpoint. A Hono app that mounts this one by `route` takes its handlers along, but not its `notFound`. */
  readonly answerUnmatched: () => void
}

/** The endpoints of an app, and its 404 and 405 responses. */
export const endpointsOf = (deps: HttpDependencies, app: HttpApp): Endpoints => {
  const undescribed: (() => void)[] = []
  const known = new TrieRouter<string>()
  const send = sending(deps.settings)
  crossOrigin(app, deps.settings)

  const refused = (context: HttpContext, refusal: Refusal): Response =>
    send(context, 'anonymous', refuse(deps, context, refusal))

  const mount = (declared: AnyDeclaration, handler: AnyHandler): void => {
    const paths = routesOf(declared)
    const answering = async (context: HttpContext): Promise<Response> => {
      const reply = await answer(deps, declared, handler, context).catch((cause: unknown) =>
        internalError(deps, context, cause),
      )
      return send(context, declared.access, reply)
    }
    for (const method of declared.methods) {
      undescribed.push(() => app.openAPIRegistry.registerPath(operationOf(declared, method)))
      app.on(method.toUpperCase(), paths, answering)
      for (const path of paths) known.add('ALL', path, method.toUpperCase())
    }
  }

  const unmatched = (context: HttpContext): Response => {
    const methods = known.match('ALL', pathOf(context))[0].map(([method]) => method)
    const allowed = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))]
    return refused(context, allowed.length === 0 ? { type: 'PathUnknown' } : { type: 'MethodNotAllowed', allowed })
  }
  app.notFound(unmatched)
  app.onError((cause, context) => send(context, 'anonymous', internalError(deps, context, cause)))

  return {
    endpoint: (declared, handler) => mount(declared, handler as unknown as AnyHandler),
    describeAll: () => undescribed.splice(0).forEach((describe) => describe()),
    answerUnmatched: () => void app.all('*', unmatched),
  }
}
