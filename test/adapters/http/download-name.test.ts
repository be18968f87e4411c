import { assert, oneof, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dispositionOf } from '#adapters/http/reply/download-name.ts'
import { house, member, postTrack } from './house.ts'

const OWN = 'track_0123456789abcdef.mp3'

/** As a browser reads it: `filename*` before `filename`, RFC 6266 §4.3. */
const savedAs = (disposition: string): string => {
  const extended = /; filename\*=UTF-8''([!#$&+.^_`|~A-Za-z0-9%-]+)$/.exec(disposition)?.[1]
  const plain = /^attachment; filename="([^"\\]*)"/.exec(disposition)?.[1]
  return extended === undefined ? (plain ?? '') : decodeURIComponent(extended)
}

describe('the name of a download', () => {
  it.each([
    ['Blue', 'Blue.mp3'],
    ['Blue.mp3', 'Blue.mp3'],
    ['Blue.MP3', 'Blue.mp3'],
    ['파란 노래', '파란 노래.mp3'],
    ['파란'.normalize('NFD'), '파란.mp3'],
    ['She said "yes"', 'She said _yes_.mp3'],
    ["Don't stop (live) *", "Don't stop (live) _.mp3"],
    ['50%', '50%.mp3'],
    ["앤's (live)", "앤's (live).mp3"],
    ['a\r\nSet-Cookie: b=c', 'a Set-Cookie_ b=c.mp3'],
    ['../../etc/passwd', '_.._etc_passwd.mp3'],
    ['C:\\Windows\\system32', 'C__Windows_system32.mp3'],
    ['setup.exe', 'setup.exe.mp3'],
    ['song\u202E3pm.exe', 'song3pm.exe.mp3'],
    ['.htaccess', 'htaccess.mp3'],
    ['con', '_con.mp3'],
    ['NUL.txt', '_NUL.txt.mp3'],
    ['ends. . ', 'ends.mp3'],
    ['🎸', '🎸.mp3'],
    ['\uD83C', '\uFFFD.mp3'],
    ['', OWN],
    ['...', OWN],
    ['\n', OWN],
    ['.mp3', OWN],
  ])('%j is %s', (asked, name) => {
    expect(savedAs(dispositionOf(OWN, asked))).toBe(name)
  })

  it('is cut between signs, before any file system has to', () => {
    const saved = savedAs(dispositionOf(OWN, '가'.repeat(500)))
    expect(saved).toMatch(/^가+\.mp3$/)
    expect(Buffer.byteLength(saved)).toBeGreaterThan(190)
    expect(Buffer.byteLength(saved)).toBeLessThan(210)
  })

  it('is in two spellings only where ASCII does not hold it', () => {
    expect(dispositionOf(OWN, 'Blue')).toBe('attachment; filename="Blue.mp3"')
    expect(dispositionOf(OWN, '50%')).toBe(`attachment; filename="50_.mp3"; filename*=UTF-8''50%25.mp3`)
    expect(dispositionOf(OWN, '파란 노래')).toBe(
      `attachment; filename="__ __.mp3"; filename*=UTF-8''%ED%8C%8C%EB%9E%80%20%EB%85%B8%EB%9E%98.mp3`,
    )
  })

  it('whatever is asked for, is one line of ASCII, of no other folder, and of the file it names', () => {
    assert(
      property(oneof(string({ unit: 'binary' }), string({ unit: 'grapheme' })), (asked) => {
        const disposition = dispositionOf(OWN, asked)
        expect(disposition).toMatch(/^attachment; filename="[^"\\%]*"(; filename\*=UTF-8''[^"; ]+)?$/)
        expect(disposition).toMatch(/^[\x20-\x7e]*$/)
        const saved = savedAs(disposition)
        expect(saved).toMatch(/^[^./\\][^/\\]*\.mp3$/)
        expect(saved).not.toMatch(/[\p{Cc}\p{Cf}"]/u)
        expect(Buffer.byteLength(saved)).toBeLessThan(255)
      }),
    )
  })

  it('is the one in the address, and the file is shown in place where there is none', async () => {
    const given = house()
    const { author_track: track } = await postTrack(given, await member(given, 'ann'))
    const disposition = async (query: string) =>
      (await given.app.request(`/media/${String(track)}${query}`)).headers.get('Content-Disposition')
    expect(await disposition(`?download=${encodeURIComponent('파란/노래')}`)).toBe(
      `attachment; filename="_____.wav"; filename*=UTF-8''%ED%8C%8C%EB%9E%80_%EB%85%B8%EB%9E%98.wav`,
    )
    expect(await disposition('?download=')).toMatch(/^attachment; filename="track_[0-9a-f]{16}\.wav"$/)
    expect(await disposition('')).toMatch(/^inline; filename="track_[0-9a-f]{16}\.wav"$/)
    expect(await disposition('?download=a&download=b')).toMatch(/^inline; /)
  })

  it('leaves the file what it is to a cache', async () => {
    const given = house()
    const { author_track: track } = await postTrack(given, await member(given, 'ann'))
    const plain = await given.app.request(`/media/${String(track)}`)
    const named = await given.app.request(`/media/${String(track)}?download=Blue`)
    for (const name of ['ETag', 'Cache-Control', 'Content-Length', 'Content-Type'])
      expect(named.headers.get(name)).toBe(plain.headers.get(name))
    expect(named.headers.get('Content-Security-Policy')).toMatch(/; sandbox$/)
  })
})
