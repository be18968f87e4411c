import { describe, expect, it } from 'vitest'
import { unavailable } from '#application/shared/outcome.ts'
import { errAsync } from 'neverthrow'
import { house, type House, member, recording, signUp, SONG, trackForm } from './house.ts'

const expectToTryAgain = (answer: Response): void =>
  expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '5'])

const upload = (given: House, headers: object): Promise<Response> =>
  Promise.resolve(
    given.app.request('/post', {
      method: 'POST',
      body: trackForm(SONG, 'author_track', recording()),
      headers: { ...headers },
    }),
  )

describe('whoever comes while there is no room is told to try again', () => {
  it('on the disk, and the next one is served once there is', async () => {
    let isFull = true
    const plain = house()
    const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
    const { staging } = plain.world.files
    const given = house({
      ports: {
        staging: {
          ...staging,
          receive: (bytes, limit) => (isFull ? errAsync(unavailable('files', full)) : staging.receive(bytes, limit)),
        },
        blobs: plain.world.files.blobs,
      },
    })
    const ann = await member(given, 'ann')
    expectToTryAgain(await upload(given, ann))
    isFull = false
    expect((await upload(given, ann)).status).toBe(201)
  })

  it('in the line of passwords to hash', async () => {
    const given = house()
    given.world.outage.breakDown('password hasher')
    expectToTryAgain(await signUp(given, 'ann'))
    given.world.outage.repair('password hasher')
    expect((await signUp(given, 'ann')).status).toBe(201)
  })

  it('in the pool of connections', async () => {
    const given = house()
    given.world.outage.breakDown('database')
    expectToTryAgain(await given.app.request('/post'))
  })
})
