import { expect, test } from 'vitest'
import { packedSoundhub } from './packed-soundhub.ts'

const CORE = `
import { soundhub } from 'soundhub'
import { parseTitle } from 'soundhub/domain'
import { memoryPorts } from 'soundhub/memory'

const app = soundhub(memoryPorts())
const user = await app.accounts.signUp({
  email: 'guitarist@example.org',
  nickname: 'guitarist',
  instruments: ['Guitar'],
  newPassword: 'seven-strings',
})
const later = await app.accounts.activate('no such key')
console.log(user.isOk(), later.error.type, parseTitle(' Three chords ').value)
`

test('a host in JavaScript needs Soundhub and neverthrow, and nothing else', async () => {
  const host = await packedSoundhub()
  await host.write({ 'host.mjs': CORE })
  const ended = await host.run('node', 'host.mjs')
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(ended.stdout).toBe('true ActivationKeyUnknown Three chords\n')
})

const STRICT = `
import { type Result, okAsync } from 'neverthrow'
import { type Mailer, type Ports, type Soundhub, soundhub } from 'soundhub'
import { type Fault, parseTitle, type Title } from 'soundhub/domain'
import { memoryPorts } from 'soundhub/memory'

const mailer: Mailer = { send: (mail) => (mail.to === 'nobody@example.org' ? okAsync() : okAsync()) }
const ports: Ports = { ...memoryPorts(), mailer }
const app: Soundhub = soundhub(ports)
const title: Result<Title, Fault> = parseTitle('Three chords')

export const why = async (): Promise<string> => {
  const ended = await app.accounts.activate('no such key')
  if (ended.isOk()) return title.isOk() ? title.value : 'none'
  switch (ended.error.type) {
    case 'ActivationKeyUnknown':
    case 'ActivationKeyExpired':
    case 'EmailTaken':
    case 'NicknameTaken':
    case 'IdentityTaken':
    case 'Unavailable':
      return ended.error.type
  }
}
`

test('declarations compile as strictly as it goes, without the types of Node or of a browser', async () => {
  const host = await packedSoundhub()
  await host.write({ 'host.ts': STRICT })
  expect(await host.compile('host.ts')).toBe('')
})
