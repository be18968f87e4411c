import { TrieRouter } from 'hono/router/trie-router'
import type { Result } from 'neverthrow'
import { type Access, type Credential, credentialOf } from './authorization.ts'
import { crossOrigin } from '../reply/cross-origin.ts'
import type { Declaration, Handled, Handler, Shape } from './declaration.ts'
import { operationOf } from '../reference/operation.ts'
import type { HttpApp, HttpContext, HttpDependencies } from '../dependencies.ts'
import { pathOf } from '../urls.ts'
import { type AnyCall, type AnyDeclaration, enter, type Entered } from './enter.ts'
import { respondIdempotently } from './idempotency.ts'
import { internalError, refuse } from '../problems/problem.ts'
import { routesOf } from './route.ts'
import type { Refusal, RefusalType } from '../refusals.ts'
import { withQuotas } from '../reply/rate-limit.ts'
import type { Reply } from '../reply/reply.ts'
import { sending } from '../reply/send.ts'
import { discardAll } from './discard-all.ts'
import { observing } from './observed.ts'
import { isSafe } from './own-origin.ts'
import { beginTrace, type Trace, UNMATCHED } from './trace.ts'

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

type AnyHandler = (call: AnyCall) => Handled<Refusal>

const handled = async (
  deps: HttpDependencies,
  declared: AnyDeclaration,
  handler: AnyHandler,
  { call, key, upload }: Entered,
): Promise<Result<Reply, Refusal>> => {
  const { context, session, form, files } = call
  const { idempotent } = declared
  if (key === null || session === null || idempotent === undefined) {
    const done = await handler(call)
    // With a key the same may be asked again; without one, the upload has done its work.
    if (done.isOk() && upload !== null && session !== null)
      await deps.soundhub.uploads.drop({ id: upload, owner: session.userId })
    return done
  }
  return respondIdempotently(deps, {
    userId: session.userId,
    key,
    payload: { path: pathOf(context), form, files },
    handle: (idempotentRequest) => handler({ ...call, idempotentRequest }),
    rebuildResponse: (made) => idempotent(made, session),
  })
}

const answer = async (
  deps: HttpDependencies,
  declared: AnyDeclaration,
  handler: AnyHandler,
  context: HttpContext,
  credential: Credential | null,
  trace: Trace,
): Promise<Reply> => {
  const entered = await enter(deps, declared, context, credential, trace)
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

/** Only the cookie that the request presented is renewed or cleared. */
const withCookie = (reply: Reply, credential: Credential | null, trace: Trace): Reply => {
  if (credential?.by === 'cookie' && reply.cookie === undefined && trace.cookie !== null)
    return { ...reply, cookie: trace.cookie === 'over' ? 'clear' : { token: credential.token } }
  if (credential?.by === 'cookie' || reply.cookie !== 'clear') return reply
  const { cookie: _, ...kept } = reply
  return kept
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
  const { observed, within } = observing(deps)
  crossOrigin(app, deps.settings, (context, response) =>
    observed(context, beginTrace(context, deps.settings, 'preflight'), response),
  )

  const mount = (declared: AnyDeclaration, handler: AnyHandler): void => {
    const paths = routesOf(declared)
    const answering = async (context: HttpContext): Promise<Response> => {
      const trace = beginTrace(context, deps.settings, declared.path)
      const isUnread = declared.access === 'anonymous' && isSafe(context.req.method)
      const credential = isUnread ? null : credentialOf(context, deps.settings)
      const reply = await within(trace, () => answer(deps, declared, handler, context, credential, trace)).catch(
        (cause: unknown) => internalError(deps, context, cause),
      )
      const whole = withQuotas(withCookie(reply, credential, trace), trace.quotas)
      return observed(context, trace, send(context, declared.access, whole, credential))
    }
    for (const method of declared.methods) {
      undescribed.push(() => app.openAPIRegistry.registerPath(operationOf(declared, method)))
      app.on(method.toUpperCase(), paths, answering)
      for (const path of paths) known.add('ALL', path, method.toUpperCase())
    }
  }

  const unmatched = (context: HttpContext): Response => {
    const trace = beginTrace(context, deps.settings, UNMATCHED)
    const methods = known.match('ALL', pathOf(context))[0].map(([method]) => method)
    const allowed = [...new Set(methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])))]
    const refusal: Refusal = allowed.length === 0 ? { type: 'PathUnknown' } : { type: 'MethodNotAllowed', allowed }
    return observed(context, trace, send(context, 'anonymous', refuse(deps, context, refusal)))
  }
  app.notFound(unmatched)
  app.onError((cause, context) => send(context, 'anonymous', internalError(deps, context, cause)))

  return {
    endpoint: (declared, handler) => mount(declared, handler as unknown as AnyHandler),
    describeAll: () => undescribed.splice(0).forEach((describe) => describe()),
    answerUnmatched: () => void app.all('*', unmatched),
  }
}
