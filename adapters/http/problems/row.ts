import type { Language } from '#application/shared/system.ts'
import type { RefusalOf, RefusalType } from '../refusals.ts'
import type { Headers } from '../reply/reply.ts'

/** How a refusal is presented to a client. */
export type Row<Refused> = Readonly<Record<Language, (refused: Refused) => string>> & {
  readonly status: number
  /** Never changes: clients compare it. */
  readonly code: string
  /** The field it is about; `parts` are the names of what was sent, and of the parts that may be files. */
  readonly field?: (refused: Refused, parts: readonly string[]) => string | undefined
  readonly headers?: (refused: Refused) => Headers
  /** Whether operators are told of each, as they are of unexpected errors. */
  readonly report?: true
  /** Extension members of the problem document. */
  readonly extra?: (refused: Refused) => Readonly<Record<string, unknown>>
}

export type RowsOf<Types extends RefusalType> = { readonly [Type in Types]: Row<RefusalOf<Type>> }
