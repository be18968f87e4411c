/** As much of MIME (RFC 2045, 2047) as it takes to read what nodemailer writes: a header and two alternatives. */
export type Read = {
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
  readonly html: string
}

export const readMail = (raw: string): Read => {
  const [head, body] = split(raw)
  const headers = headersOf(head)
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1]
  if (boundary === undefined) throw new Error('not a mail of several parts')
  const parts = body.split(`--${boundary}`).slice(1, -1).map(readPart)
  const ofType = (type: string) => parts.find((part) => part.type.startsWith(type))?.content ?? ''
  return { headers, text: ofType('text/plain'), html: ofType('text/html') }
}

const split = (raw: string): readonly [string, string] => {
  const at = raw.indexOf('\r\n\r\n')
  return [raw.slice(0, at), raw.slice(at + 4)]
}

const headersOf = (head: string): ReadonlyMap<string, string> =>
  new Map(
    head
      .replace(/\r\n[ \t]+/g, ' ')
      .trim()
      .split('\r\n')
      .map((line) => {
        const [name = '', ...value] = line.split(': ')
        return [name.toLowerCase(), decodedWords(value.join(': '))]
      }),
  )

const decodedWords = (value: string): string =>
  value
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?UTF-8\?B\?([^?]*)\?=/gi, (_, word: string) => Buffer.from(word, 'base64').toString())
    .replace(/=\?UTF-8\?Q\?([^?]*)\?=/gi, (_, word: string) => quotedPrintable(word.replaceAll('_', ' ')))

const readPart = (part: string): { readonly type: string; readonly content: string } => {
  const [head, body] = split(part.replace(/^\r\n/, ''))
  const headers = headersOf(head)
  const content = decoded(body.replace(/\r\n$/, ''), headers.get('content-transfer-encoding'))
  return { type: headers.get('content-type') ?? '', content: content.replaceAll('\r\n', '\n') }
}

const decoded = (body: string, encoding: string | undefined): string => {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString()
  return encoding === 'quoted-printable' ? quotedPrintable(body.replace(/=\r\n/g, '')) : body
}

const quotedPrintable = (words: string): string =>
  Buffer.from(
    words.replace(/=([0-9A-F]{2})/g, (_, byte: string) => String.fromCharCode(Number.parseInt(byte, 16))),
    'latin1',
  ).toString()
