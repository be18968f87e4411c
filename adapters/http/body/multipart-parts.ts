import { Dicer } from '@fastify/busboy'
import { parseHeader } from './header-parameters.ts'

/** What a part says of itself. Its name is as the bytes came: one character a byte. */
export type PartHead = {
  readonly name: string
  readonly fileName: string | undefined
  readonly charset: string | undefined
}

/** `null` where a boundary is none. */
export const parserFor = (boundary: string): Dicer | null => {
  const settings = { boundary, maxHeaderPairs: 32, maxHeaderSize: 8192 }
  try {
    return boundary === '' ? null : new Dicer(settings)
  } catch {
    return null
  }
}

/** `null` for a part that is no field. */
export const headOf = (header: object): PartHead | null => {
  const headers = header as Readonly<Record<string, readonly string[] | undefined>>
  const { value, parameters } = parseHeader(headers['content-disposition']?.[0] ?? '')
  const name = parameters.get('name')
  if (value !== 'form-data' || name === undefined) return null
  return {
    name,
    fileName: parameters.get('filename') ?? parameters.get('filename*'),
    charset: parseHeader(headers['content-type']?.[0] ?? '').parameters.get('charset'),
  }
}
