import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { until } from './until.ts'

/** Quoted-printable and base64 undone as far as a link needs it. */
const decoded = (mail: string): string =>
  mail
    .replace(/=\r?\n/g, '')
    .replaceAll('=3D', '=')
    .replace(/(?<=base64\r?\n(?:[^\r\n]+\r?\n)*\r?\n)[A-Za-z0-9+/=\r\n]+/g, (body) =>
      Buffer.from(body, 'base64').toString(),
    )

const LINK = /https?:\/\/[^\s"<>]+\?activation_key=[0-9a-f]{40}/

/** The link in the newest mail to the address, once there is one. */
export const newestLink = (outbox: string, address: string): Promise<string> =>
  until(`a mail with a link to ${address} in ${outbox}`, async () => {
    const names = (await readdir(outbox).catch(() => [])).filter((name) => name.endsWith('.eml'))
    for (const name of names.toSorted().toReversed()) {
      const mail = decoded(await readFile(join(outbox, name), 'utf8'))
      if (mail.includes(`To: ${address}`)) {
        const link = LINK.exec(mail)?.[0]
        if (link !== undefined) return link
      }
    }
    return undefined
  })
