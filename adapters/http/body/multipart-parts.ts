import { Dicer } from '@fastify/busboy'
import { parseHeader } from './header-parameters.ts'

/** What the headers of a part say. Text is not decoded yet: each character stands for one byte. */
export type PartHeader = {
  readonly name: string
  readonly fileName: string | undefined
  readonly charset: string | undefined
}

/** `null` if the boundary is invalid. */
export const parserFor = (boundary: string): Dicer | null => {
  const settings = { boundary, maxHeaderPairs: 32, maxHeaderSize: 8192 }
  try {
    return boundary === '' ? null : new Dicer(settings)
  } catch {
    return null
  }
}

/** `null` unless the part is form data with a name. */
export const partHeaderOf = (header: object): PartHeader | null => {
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
