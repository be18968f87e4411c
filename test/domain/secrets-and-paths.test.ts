import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseSecret, secretOf } from '#domain/account/secret.ts'
import { type UserId } from '#domain/shared/id.ts'
import { stemPaths, uploadOf } from '#domain/track/stem.ts'
import { mediaPath, parseMediaPath, placeRecording } from '#domain/track/track.ts'
import { recordings, tracks } from '#adapters/testing/arbitraries.ts'
import { postIdOf } from '#adapters/testing/fixtures.ts'
import { wild } from './arbitraries.ts'

const ids = fc.integer({ min: 1, max: 2 ** 31 - 1 })

describe('a secret', () => {
  test('is 40 hex characters that say its 20 bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 20, maxLength: 20 }), (bytes) => {
        const secret = secretOf(bytes)
        expect(parseSecret(secret)).toBe(secret)
        expect(secret).toBe(Buffer.from(bytes).toString('hex'))
      }),
    )
  })

  test('is nothing else that somebody may send', () => {
    fc.assert(
      fc.property(wild(), (raw) => {
        const secret = parseSecret(raw)
        if (secret !== null) expect(raw).toMatch(/^[0-9a-f]{40}$/)
      }),
    )
    const hex = 'a1'.repeat(20)
    for (const raw of [hex.toUpperCase(), `${hex} `, ` ${hex}`, `${hex}\n`, hex.slice(1), `${hex}a`, [hex], null]) {
      expect(parseSecret(raw)).toBeNull()
    }
  })
})

describe('a media path', () => {
  test('is read back as it was made, and says its content and its place', () => {
    fc.assert(
      fc.property(recordings, ids, ids, (recording, author, post) => {
        const place = { author: author as UserId, post: postIdOf(post), name: 'track' }
        const { path, ...rest } = placeRecording(recording, place)
        expect(rest).toEqual({ ...recording, ingest: { status: 'processing' } })
        expect(parseMediaPath(path)).toBe(path)
        expect(path).toBe(`user_${author}/Post_${post}/track_${recording.sha256.slice(0, 16)}.${recording.format}`)
      }),
    )
  })

  test('leads nowhere else', () => {
    const good = mediaPath(1 as UserId, postIdOf(2), 'track_1.mp3')
    const bad = [
      '',
      '/',
      `/${good}`,
      `${good}/`,
      `../${good}`,
      'user_1/Post_2/../x.mp3',
      'user_1/Post_2/.mp3',
      `${good}\n`,
      'user_1/Post_2/a/b.mp3',
      'user_1/Post_2/a%2fb.mp3',
      'user_1\\Post_2\\a.mp3',
      'user_1/Post_2/a.mp3\u0000',
      'user_/Post_/a.mp3',
      'user_１/Post_2/a.mp3',
      'user_1/Post_2/기타.mp3',
      'USER_1/Post_2/a.mp3',
      'user_1/Post_2/a',
    ]
    expect(parseMediaPath(good)).toBe(good)
    for (const raw of bad) expect(parseMediaPath(raw), raw).toBeNull()
  })
})

describe('the files of a stem', () => {
  const hash = '0123456789abcdef'.repeat(4)

  test('lie beside the upload, and lead back to it', () => {
    fc.assert(
      fc.property(tracks, (track) => {
        const paths = Object.values(stemPaths(track, hash))
        for (const path of paths) expect([parseMediaPath(path), uploadOf(path)]).toEqual([path, track.path])
        expect(new Set([track.path, ...paths]).size).toBe(4)
        expect(uploadOf(track.path)).toBe(track.path)
      }),
    )
  })
})
