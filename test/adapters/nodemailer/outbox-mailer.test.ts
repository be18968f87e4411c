import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { OutboxMailer, type OutboxLinks } from '#adapters/nodemailer/outbox-mailer.ts'
import { instant } from '#domain/shared/instant.ts'
import { refusalOf, valueOf } from '#adapters/testing/contracts/subject.ts'
import { readMail } from './mime.ts'
import { activation, NOT_ME_LINK, FROM, LINK, mailOf, MESSAGE_ID, PUBLIC_URL } from './support.ts'

const NOON = Date.UTC(2024, 1, 29, 12)

const newOutbox = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-test-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const directory = join(folder, 'data', 'outbox')
  const links: OutboxLinks[] = []
  let time = NOON
  const mailer = new OutboxMailer({
    directory,
    from: FROM,
    publicUrl: PUBLIC_URL,
    now: () => instant(time),
    onLink: (told) => links.push(told),
  })
  const names = async () => (await readdir(directory)).toSorted()
  const read = async (name: string) => readFile(join(directory, name), 'utf8')
  return { folder, directory, links, mailer, names, read, setTime: (now: number) => (time = now) }
}

describe('outbox mailer', () => {
  it('writes a mail that any mail program opens', async () => {
    const { mailer, names, read } = await newOutbox()
    await valueOf(mailer.send(activation({ language: 'ko' })))
    const [name] = await names()
    const raw = await read(name!)
    const { headers, text, html } = readMail(raw)
    expect(name).toMatch(/^20240229T120000\.000Z-\S+\.eml$/)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(headers.get('to')).toBe('mina@example.org')
    expect(headers.get('from')).toBe(FROM)
    expect(headers.get('subject')).toBe('[Soundhub] 계정을 활성화해 주세요')
    expect(headers.get('message-id')).toBe(MESSAGE_ID)
    expect(new Date(headers.get('date')!).getTime()).toBe(NOON)
    expect(text).toContain('미나님, 안녕하세요!')
    expect(text.split('\n')).toContain(LINK)
    expect(html).toContain(`<a href="${LINK}">`)
  })

  it('tells the links of each mail, and nothing else of it', async () => {
    const { mailer, links } = await newOutbox()
    await valueOf(mailer.send(mailOf('someone-tried', { language: 'ko' })))
    await valueOf(mailer.send(activation()))
    expect(links).toEqual([
      { kind: 'someone-tried', link: null, reportNotMe: NOT_ME_LINK },
      { kind: 'activation', link: LINK, reportNotMe: NOT_ME_LINK },
    ])
  })

  it('names files so that they sort by time, those of one millisecond too', async () => {
    const { mailer, names, read, setTime } = await newOutbox()
    const times = [NOON, NOON, NOON, NOON + 1, NOON + 1000, NOON + 40_000_000_000]
    for (const [at, time] of times.entries()) {
      setTime(time)
      await valueOf(mailer.send(activation({ to: `mina${at}@example.org` })))
    }
    const order = await Promise.all((await names()).map(async (name) => readMail(await read(name)).headers.get('to')))
    expect(order).toEqual(times.map((_, at) => `mina${at}@example.org`))
  })

  it('writes each mail once when many are sent at once, and nothing else', async () => {
    const { mailer, names } = await newOutbox()
    await Promise.all(Array.from({ length: 50 }, () => valueOf(mailer.send(activation()))))
    const all = await names()
    expect(all).toHaveLength(50)
    expect(all.every((name) => name.endsWith('.eml') && !name.startsWith('.'))).toBe(true)
  })

  it('shares its directory with another process', async () => {
    const { mailer, directory, names } = await newOutbox()
    const other = new OutboxMailer({
      directory,
      from: FROM,
      publicUrl: PUBLIC_URL,
      now: () => instant(NOON),
      onLink: () => undefined,
    })
    await Promise.all([valueOf(mailer.send(activation())), valueOf(other.send(activation()))])
    expect(await names()).toHaveLength(2)
  })

  it('is unavailable where it cannot write, and tells no link', async () => {
    const { folder, mailer, links } = await newOutbox()
    await writeFile(join(folder, 'data'), 'a file where the folder should be')
    expect(await refusalOf(mailer.send(activation()))).toMatchObject({ type: 'Unavailable', what: 'mail' })
    expect(links).toEqual([])
  })
})
