import { z } from '@hono/zod-openapi'
import type { Operation, Schema } from './operations.ts'

const checkers = new WeakMap<Schema, z.ZodType>()

const checkerOf = (schema: Schema): z.ZodType => {
  const known = checkers.get(schema)
  if (known !== undefined) return known
  const made = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0])
  checkers.set(schema, made)
  return made
}

const typeOf = (answer: Response): string => (answer.headers.get('Content-Type') ?? '').split(';', 1)[0]!.trim()

/** Where an answer is not what the document says of the call: its status, its type, a member, a code. Reads the answer. */
export const faultsOf = async (operation: Operation, answer: Response): Promise<readonly string[]> => {
  const about = `${operation.call} ${answer.status}`
  const documented = operation.responses[answer.status]
  if (documented === undefined) return [`${about}: the status is not documented: ${await answer.text()}`]
  const { content = {} } = documented
  const type = typeOf(answer)
  // It ends when the mix does, which may be never.
  if (type === 'text/event-stream' && type in content) {
    await answer.body?.cancel()
    return []
  }
  const text = await answer.text()
  if (Object.keys(content).length === 0) return text === '' ? [] : [`${about}: nothing was to be said`]
  const expected = content[type]
  if (expected === undefined) return [`${about}: ${type} is not documented`]
  // A part of a file is no JSON.
  if (!type.endsWith('json') || answer.status === 206) return []
  if (answer.status >= 400 && answer.status !== 503 && type !== 'application/problem+json')
    return [`${about}: no problem`]
  const checked = checkerOf(expected.schema).safeParse(JSON.parse(text))
  return checked.success ? [] : [`${about}: ${z.prettifyError(checked.error)}\n${text}`]
}
