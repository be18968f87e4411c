import type { Result, ResultAsync } from 'neverthrow'
import type { z } from '@hono/zod-openapi'
import type { Caller } from '#application/account/caller.ts'
import type { Language } from '#application/shared/system.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'
import type { Session } from '#domain/account/session.ts'
import type { RunningRequest } from '#domain/idempotency/idempotent-request.ts'
import type { Id } from '#domain/shared/id.ts'
import type { Access } from './authorization.ts'
import type { HttpContext } from '../dependencies.ts'
import type { Tag } from '../reference/tags.ts'
import type { RefusalOf, RefusalType } from '../refusals.ts'
import type { Reply } from '../reply/reply.ts'

export type Method = 'get' | 'post' | 'patch' | 'put' | 'delete'

/**
 * The fields of a query or body. The schemas are only for the API document: values are checked by the core's parsers,
 * which never see fields that are not declared here.
 */
export type Shape = Readonly<Record<string, z.ZodType>>

/** The named fields as they were sent. */
export type Sent<Named extends Shape> = { readonly [Name in keyof Named]?: unknown }

/** A successful response of an endpoint. */
export type Answer = {
  readonly status: 200 | 201 | 202 | 204 | 206 | 302 | 304 | 503
  readonly description: string
  /** The JSON schema of the body. */
  readonly schema?: z.ZodType
  readonly others?: readonly string[]
  /** Response headers of its own, for the API document. */
  readonly headers?: Readonly<
    Record<string, { readonly description: string; readonly schema: { readonly type: 'string' } }>
  >
  /** Whether it may set the page's cookie. */
  readonly setsCookie?: true
}

export type Declaration<
  Level extends Access,
  Names extends string,
  Query extends Shape,
  Fields extends Shape,
  File extends string,
  Refuses extends RefusalType,
> = {
  readonly methods: readonly [Method, ...Method[]]
  /** In OpenAPI notation: `/post/{id}`. */
  readonly path: string
  readonly tag: Tag
  readonly summary: string
  /** More than fits into the summary. */
  readonly description?: string
  readonly access: Level
  /** The kind of id that `{id}` in the path is. */
  readonly id?: Names
  /** Whether the last path parameter matches the rest of the path, slashes included. */
  readonly rest?: boolean
  readonly query?: Query
  readonly body?: Fields
  /** Fields that may hold objects, or lists of them. */
  readonly nested?: readonly (keyof Fields & string)[]
  /** Request headers of its own, for the API document: the handler reads them from the context. */
  readonly headers?: Shape
  /** Parts that are files. */
  readonly files?: readonly File[]
  /** The one of them that may also be an upload, named by `TRACK_UPLOAD` among the fields. */
  readonly track?: NoInfer<File>
  /** The type of a body that is no form: the handler reads it (`rawBody`). */
  readonly streams?: string
  /**
   * Makes the endpoint accept an `Idempotency-Key`: the handler passes `idempotentRequest` on to the use case. This
   * function builds the response again from the created id if the first one was never stored.
   */
  readonly idempotent?: (made: number, session: Session) => Handled<RefusalOf<NoInfer<Refuses> | Always>>
  readonly answers: readonly Answer[]
  /** Its own refusals, beside those that every endpoint of its kind has. */
  readonly refuses: readonly Refuses[]
}

type SessionOf<Level extends Access> = Level extends 'user' ? Session : Level extends 'anyone' ? Session | null : null

/** A request whose session, path, query and body have been read. */
export type Call<
  Level extends Access,
  Names extends string,
  Query extends Shape,
  Fields extends Shape,
  File extends string,
> = {
  readonly context: HttpContext
  readonly language: Language
  /**
   * A function, because few handlers need it, and not a getter: V8 keeps a hidden class for every object literal with
   * one.
   */
  readonly caller: () => Caller
  readonly session: SessionOf<Level>
  /** Whether it is the session of the page's cookie, which a browser sends along for whoever asks it to. */
  readonly byCookie: boolean
  readonly id: Id<Names>
  readonly query: Sent<Query>
  readonly form: Sent<Fields>
  /** To be completed by the use case; `null` if the request has no key. */
  readonly idempotentRequest: RunningRequest | null
  readonly files: { readonly [Name in File]?: StagedFile }
}

/** Refusals that every handler may return. */
export type Always = 'Unavailable'

/** Not a `PromiseLike`, to which a `ResultAsync` with undeclared refusals would be assignable. */
export type Handled<Refused> = ResultAsync<Reply, Refused> | Promise<Result<Reply, Refused>>

export type Handler<
  Level extends Access,
  Names extends string,
  Query extends Shape,
  Fields extends Shape,
  File extends string,
  Refuses extends RefusalType,
> = (call: Call<Level, Names, Query, Fields, File>) => Handled<RefusalOf<Refuses | Always>>
