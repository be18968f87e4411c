import type { HttpApp } from '#adapters/http/dependencies.ts'

/** JSON Schema as the document writes it. */
export type Schema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly items?: Schema
  readonly allOf?: readonly Schema[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly format?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly maxItems?: number
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>

export type Parameter = {
  readonly name: string
  readonly in: 'path' | 'query' | 'header'
  readonly required?: boolean
  readonly schema: Schema
}

/** What the document says of one call. */
export type Operation = {
  /** `PATCH /post/{id}` */
  readonly call: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly Parameter[]
  /** By content type; `null` where nothing is sent. */
  readonly body: Content | null
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>
}

type Written = Pick<Operation, 'responses'> & {
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
}

type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Written>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> }
}

/** The document as it is served, with its schemas written out: closed, and without references. */
export const documentOf = async (app: HttpApp): Promise<readonly Operation[]> => {
  const { paths, components } = (await (await app.request('/openapi.json')).json()) as Document
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { responses, parameters = [], requestBody }]) => ({
      call: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      parameters,
      body: requestBody === undefined ? null : contentIn(requestBody.content, components),
      responses: Object.fromEntries(
        Object.entries(responses).map(([status, { content = {} }]) => [
          status,
          { content: contentIn(content, components) },
        ]),
      ),
    })),
  )
}

const contentIn = (content: Content, components: Document['components']): Content =>
  Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => [type, { schema: closed(schema, components) }]),
  )

/** Without references; what is joined by `allOf` is one object; and an object has no member that is not named. */
const closed = (schema: Schema, components: Document['components']): Schema => {
  const within = (one: Schema): Schema => closed(one, components)
  if (schema.$ref !== undefined) return within(components.schemas[schema.$ref.split('/').at(-1)!]!)
  if (schema.allOf !== undefined) return joined(schema.allOf.map(within))
  const { properties, items, anyOf, oneOf, additionalProperties } = schema
  const named = properties === undefined ? null : Object.entries(properties).map(([name, one]) => [name, within(one)])
  return {
    ...schema,
    ...(named !== null && {
      properties: Object.fromEntries(named) as Record<string, Schema>,
      additionalProperties: additionalProperties ?? false,
    }),
    ...(items !== undefined && { items: within(items) }),
    ...(anyOf !== undefined && { anyOf: anyOf.map(within) }),
    ...(oneOf !== undefined && { oneOf: oneOf.map(within) }),
  }
}

/** The later ones say more of a member than the earlier ones. */
const joined = (all: readonly Schema[]): Schema => ({
  type: 'object',
  properties: Object.assign({}, ...all.map(({ properties }) => properties)) as Record<string, Schema>,
  required: [...new Set(all.flatMap(({ required = [] }) => required))],
  additionalProperties: false,
})
