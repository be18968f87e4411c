import { expect, test } from 'vitest'
import { withoutCommonPasswords } from '#adapters/absent/without-common-passwords.ts'
import { withoutImages } from '#adapters/absent/without-images.ts'
import { withoutProviders } from '#adapters/absent/without-providers.ts'
import { withoutRateLimits } from '#adapters/absent/without-rate-limits.ts'
import { memoryPorts } from '#adapters/memory/memory-ports.ts'
import { waveFile } from '#adapters/testing/sound/wave-file.ts'
import { soundhub } from '#application/soundhub.ts'

const hub = () => {
  const absent = { ...withoutCommonPasswords, ...withoutImages, ...withoutProviders, ...withoutRateLimits }
  const ports = { ...memoryPorts({ commonPasswords: ['password'] }), ...absent }
  return { app: soundhub(ports), ports }
}

const form = (nickname: string) => ({
  email: `${nickname}@example.org`,
  nickname,
  instruments: ['Guitar'],
  newPassword: 'password',
})

test('without rate limits a client signs up as often as it likes, and without a list no password is common', async () => {
  const { app } = hub()
  const caller = { client: '192.0.2.1', language: 'en', device: '' } as const
  for (let at = 0; at < 25; at++) expect((await app.accounts.signUp(form(`ann${at}`), caller)).isOk()).toBe(true)
})

test('without providers every token is refused', async () => {
  const { app } = hub()
  const google = await app.accounts.logInWithGoogle({ token: 'any' })
  const facebook = await app.accounts.logInWithFacebook({ accessToken: 'any', facebookUserId: '7' })
  for (const refused of [google, facebook])
    expect(refused._unsafeUnwrapErr()).toMatchObject({
      type: 'ProviderRefused',
      why: 'this provider is not configured',
    })
})

test('without images a picture is refused as one of no known format, and the post is not made', async () => {
  const { app, ports } = hub()
  await app.worker.start()
  await app.accounts.signUp(form('ann'))
  await ports.jobRunner.drain()
  const author = (await app.accounts.activate(ports.mailer.sent()[0]!.secret!))._unsafeUnwrap()
  const track = (await app.uploads.receive(waveFile({ channels: [new Float32Array(4800)] })))._unsafeUnwrap()
  const image = (await app.uploads.receive(new Uint8Array(100)))._unsafeUnwrap()
  const post = { author, title: 'Three chords', instruments: 'Guitar', genres: 'Rock', track }
  const refused = await app.posts.create({ ...post, image })
  expect(refused._unsafeUnwrapErr()).toEqual({ type: 'ImageUnsupported', field: 'image' })
  expect((await app.posts.list())._unsafeUnwrap().rows).toEqual([])
  await app.worker.stop()
})
