/** A header like `form-data; name="title"`. Values are not decoded: each character stands for one byte. */
export type HeaderWithParameters = { readonly value: string; readonly parameters: ReadonlyMap<string, string> }

const PARAMETER = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g

/** Parses a header. The value and the names of parameters are in lower case; the first of two equal names counts. */
export const parseHeader = (header: string): HeaderWithParameters => {
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of header.matchAll(PARAMETER)) {
    const key = name.toLowerCase()
    // Only quotes and backslashes are escaped; some clients send paths with plain backslashes.
    if (!parameters.has(key)) parameters.set(key, quoted?.replaceAll(/\\(["\\])/g, '$1') ?? bare.trim())
  }
  return { value: header.split(';', 1)[0]!.trim().toLowerCase(), parameters }
}
