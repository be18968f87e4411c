/** A header like `form-data; name="title"`, its values as the bytes came: one character a byte. */
export type HeaderWithParameters = { readonly value: string; readonly parameters: ReadonlyMap<string, string> }

const PARAMETER = /;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;]*))/g

/** Names and the value come in lower case. Of two parameters with one name the first counts. */
export const parseHeader = (header: string): HeaderWithParameters => {
  const parameters = new Map<string, string>()
  for (const [, name = '', quoted, bare = ''] of header.matchAll(PARAMETER)) {
    const key = name.toLowerCase()
    // A backslash before anything else stands for itself, as in the paths that some clients send.
    if (!parameters.has(key)) parameters.set(key, quoted?.replaceAll(/\\(["\\])/g, '$1') ?? bare.trim())
  }
  return { value: header.split(';', 1)[0]!.trim().toLowerCase(), parameters }
}
