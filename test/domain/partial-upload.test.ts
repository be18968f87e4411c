import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UserId } from '#domain/shared/id.ts'
import { instant } from '#domain/shared/instant.ts'
import {
  beginUpload,
  goesOnWhereItEnded,
  MAX_KEPT_UPLOADS,
  neverMoreThanAnnounced,
  onlyAWholeUpload,
  parseUploadId,
  type PartialUpload,
  turnToUpload,
  UPLOAD_ID_BYTES,
  UPLOAD_LIFETIME,
  uploadId,
  uploadsGivingWay,
} from '#domain/track/partial-upload.ts'

const ANN = 1 as UserId
const BOB = 2 as UserId
const NOW = instant(1_000_000)

const id = (number: number) => uploadId(new Uint8Array(UPLOAD_ID_BYTES).fill(number))
const upload = (given: Partial<PartialUpload> = {}): PartialUpload => ({
  id: id(1),
  owner: ANN,
  length: 1000,
  offset: 10,
  expiresAt: instant(NOW + 1),
  ...given,
})

const begin = (length: unknown, maximumBytes = 1000) =>
  beginUpload({ id: id(1), owner: ANN, length }, { now: NOW, maximumBytes })

describe('an upload', () => {
  it('has an id that is read as it was made', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: UPLOAD_ID_BYTES, maxLength: UPLOAD_ID_BYTES }), (bytes) => {
        expect(parseUploadId(uploadId(bytes))._unsafeUnwrap()).toBe(uploadId(bytes))
      }),
    )
  })

  it.each(['', 'a'.repeat(31), 'A'.repeat(32), `${'a'.repeat(32)}\n`, '../x', 7, null, undefined])(
    'is not named by %j',
    (raw) => {
      expect(parseUploadId(raw)._unsafeUnwrapErr()).toEqual({ type: 'UploadNotFound' })
    },
  )

  it.each([0, 1, 1000, '1000', '0'])('may have %j bytes', (length) => {
    expect(begin(length)._unsafeUnwrap()).toEqual({
      id: id(1),
      owner: ANN,
      length: Number(length),
      expiresAt: NOW + UPLOAD_LIFETIME,
    })
  })

  it('may not be larger than the maximum', () => {
    expect(begin(1001)._unsafeUnwrapErr()).toEqual({ type: 'TooLarge', maximumBytes: 1000 })
  })

  it.each([undefined, -1, 1.5, '1e3', '', ' 1', NaN, Infinity, null, {}])('may not have %j bytes', (length) => {
    expect(begin(length)._unsafeUnwrapErr()).toMatchObject({
      type: 'InvalidFields',
      faults: [{ field: 'uploadLength', code: length === undefined ? 'REQUIRED' : 'MALFORMED' }],
    })
  })

  it('is there for whoever began it, while it is kept, and for nobody else', () => {
    expect(turnToUpload(upload(), ANN, NOW)._unsafeUnwrap()).toEqual(upload())
    for (const refused of [
      turnToUpload(upload(), BOB, NOW),
      turnToUpload(upload({ expiresAt: NOW }), ANN, NOW),
      turnToUpload(null, ANN, NOW),
    ])
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'UploadNotFound' })
  })

  it('goes on where it ended, never beyond what was announced', () => {
    expect(goesOnWhereItEnded(10, 10)._unsafeUnwrap()).toBe(10)
    expect(goesOnWhereItEnded(9, 10)._unsafeUnwrapErr()).toEqual({ type: 'UploadOffsetDiffers', offset: 10 })
    expect(neverMoreThanAnnounced(upload(), 900, 100)._unsafeUnwrap()).toBe(1000)
    expect(neverMoreThanAnnounced(upload(), 900, 101)._unsafeUnwrapErr()).toEqual({
      type: 'UploadOverrun',
      length: 1000,
    })
  })

  it('is used when it is whole', () => {
    expect(onlyAWholeUpload(upload({ offset: 1000 })).isOk()).toBe(true)
    const refusal = { type: 'UploadIncomplete', offset: 999, length: 1000 }
    expect(onlyAWholeUpload(upload({ offset: 999 }))._unsafeUnwrapErr()).toEqual(refusal)
  })

  it('takes the place of the oldest of the same user, and of what is over', () => {
    const own = Array.from({ length: MAX_KEPT_UPLOADS }, (_, at) =>
      upload({ id: id(at), expiresAt: instant(NOW + 100 - at) }),
    )
    const over = upload({ id: id(90), owner: BOB, expiresAt: NOW })
    const other = upload({ id: id(91), owner: BOB, expiresAt: instant(NOW + 1) })
    const going = (kept: readonly PartialUpload[]) => uploadsGivingWay(kept, ANN, NOW).map((one) => one.id)
    expect(going([...own, over, other])).toEqual([over.id, own.at(-1)!.id])
    expect(going(own.slice(1))).toEqual([])
  })
})
