import type { Result, ResultAsync } from 'neverthrow'
import type { z } from '@hono/zod-openapi'
import type { Caller } from '#application/account/caller.ts'
import type { Language } from '#application/shared/system.ts'
import type { StagedFile } from '#application/track/files.ts'
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
 * The fields of a query or a body, by name. The schemas are for the document; what a value may be is decided by the
 * parsers of the core, and a field that is not named here does not reach them.
 */
export type Shape = Readonly<Record<string, z.ZodType>>

/** The named fields as they were sent. */
export type Sent<Named extends Shape> = { readonly [Name in keyof Named]?: unknown }

/** What an endpoint answers when all is well. */
export type Answer = {
  readonly status: 200 | 201 | 202 | 204 | 206 | 304 | 503
  readonly description: string
  /** By content type; JSON where a schema stands alone. */
  readonly schema?: z.ZodType
  readonly others?: readonly string[]
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
  /** As OpenAPI writes it: `/post/{id}`. */
  readonly path: string
  readonly tag: Tag
  readonly summary: string
  /** What the summary has no room for. */
  readonly description?: string
  readonly access: Level
  /** What the `{id}` in the path names. */
  readonly id?: Names
  /** Whether the last parameter of the path takes all that is left of it, slashes too. */
  readonly rest?: boolean
  readonly query?: Query
  readonly body?: Fields
  /** Parts that are files. */
  readonly files?: readonly File[]
  /**
   * Takes an `Idempotency-Key`: what the handler makes with `idempotentRequest` is made once, and its first answer is given again. This
   * answers it anew from the id of what was made, where that first answer was never kept.
   */
  readonly idempotent?: (made: number, session: Session) => Handled<RefusalOf<NoInfer<Refuses> | Always>>
  readonly answers: readonly Answer[]
  /** What may be refused beside what any endpoint of its kind may refuse. */
  readonly refuses: readonly Refuses[]
}

type SessionOf<Level extends Access> = Level extends 'user' ? Session : Level extends 'anyone' ? Session | null : null

/** A request that passed the door: who it is is known, its id is one, its body is read. */
export type Call<
  Level extends Access,
  Names extends string,
  Query extends Shape,
  Fields extends Shape,
  File extends string,
> = {
  readonly context: HttpContext
  readonly language: Language
  /** Asked by few. No getter: each object literal with one makes V8 a hidden class that outlives the request. */
  readonly caller: () => Caller
  readonly session: SessionOf<Level>
  readonly id: Id<Names>
  readonly query: Sent<Query>
  readonly form: Sent<Fields>
  /** What is to be finished with what is made; `null` where the request has no key. */
  readonly idempotentRequest: RunningRequest | null
  readonly files: { readonly [Name in File]?: StagedFile }
}

/** What a handler may always answer with. */
export type Always = 'Unavailable'

/** No `PromiseLike`: a `ResultAsync` with any refusals at all may stand for one, and nobody would be told. */
export type Handled<Refused> = ResultAsync<Reply, Refused> | Promise<Result<Reply, Refused>>

export type Handler<
  Level extends Access,
  Names extends string,
  Query extends Shape,
  Fields extends Shape,
  File extends string,
  Refuses extends RefusalType,
> = (call: Call<Level, Names, Query, Fields, File>) => Handled<RefusalOf<Refuses | Always>>
