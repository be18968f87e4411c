import * as fc from 'fast-check'
import { err, ok } from 'neverthrow'
import { describe, expect, test } from 'vitest'
import { changeComment, onlyTheCommentAuthor, parseCommentForm } from '#domain/comment/comment.ts'
import { changeDescription, onlyThePostAuthor, parseDescription } from '#domain/post/post.ts'
import type { UserId } from '#domain/shared/id.ts'
import { checkRecording, maximumFrames } from '#domain/track/track.ts'
import { descriptions } from '#adapters/testing/arbitraries.ts'
import { comment, commentIdOf, post, postIdOf, recording } from '#adapters/testing/fixtures.ts'
import { errorIn, valueIn } from './outcome.ts'
import { whatever } from './whatever.ts'

const ann = 1 as UserId
const bob = 2 as UserId

describe('a post', () => {
  const old = post({ id: postIdOf(1), authorId: ann })

  test('is described by what was sent, whatever a client spells', () => {
    fc.assert(
      fc.property(descriptions, (given) => {
        const form = {
          title: given.title,
          instruments: given.instruments.join(', '),
          genres: given.genres,
          bpm: given.bpm,
        }
        expect(valueIn(parseDescription(form))).toEqual(given)
      }),
    )
  })

  test('names all its missing fields at once', () => {
    expect(errorIn(parseDescription(whatever({ bpm: 0 }))).faults.map(({ field }) => field)).toEqual([
      'title',
      'instruments',
      'genres',
      'bpm',
    ])
  })

  test('keeps the fields that were not sent', () => {
    fc.assert(
      fc.property(descriptions, fc.subarray(['title', 'instruments', 'genres', 'bpm'] as const), (given, sent) => {
        const full = { title: given.title, instruments: given.instruments, genres: given.genres, bpm: given.bpm }
        const form = Object.fromEntries(sent.map((name) => [name, full[name]]))
        expect(valueIn(changeDescription(old, form))).toEqual({
          ...old,
          title: sent.includes('title') ? given.title : old.title,
          instruments: sent.includes('instruments') ? given.instruments : old.instruments,
          genres: sent.includes('genres') ? given.genres : old.genres,
          bpm: sent.includes('bpm') ? given.bpm : old.bpm,
        })
      }),
    )
  })

  test('loses its tempo when an empty one is sent, and no other field that way', () => {
    expect(valueIn(changeDescription(old, { bpm: '' })).bpm).toBeNull()
    const emptied = errorIn(changeDescription(old, { title: '', instruments: '', genres: [] }))
    expect(emptied.faults.map(({ code }) => code)).toEqual(['REQUIRED', 'REQUIRED', 'REQUIRED'])
  })

  test('is its author’s to change', () => {
    expect(onlyThePostAuthor(old, ann)).toEqual(ok(old))
    expect(onlyThePostAuthor(old, bob)).toEqual(err({ type: 'NotThePostAuthor', postId: old.id }))
  })
})

describe('a comment', () => {
  const old = comment({ id: commentIdOf(1), authorId: ann, postId: postIdOf(1) })

  test('says its instruments, and keeps them where none are sent', () => {
    expect(valueIn(parseCommentForm({ instruments: 'bass' }))).toEqual({ instruments: ['Bass'] })
    expect(errorIn(parseCommentForm(whatever({}))).faults).toEqual([{ field: 'instruments', code: 'REQUIRED' }])
    expect(valueIn(changeComment(old, { instruments: 'drums' }))).toEqual({ ...old, instruments: ['Drums'] })
    expect(valueIn(changeComment(old, {}))).toEqual(old)
    expect(changeComment(old, { instruments: 'triangle' }).isErr()).toBe(true)
  })

  test('is its author’s to change', () => {
    expect(onlyTheCommentAuthor(old, ann)).toEqual(ok(old))
    expect(onlyTheCommentAuthor(old, bob)).toEqual(err({ type: 'NotTheCommentAuthor', commentId: old.id }))
  })
})

describe('a recording', () => {
  test('is a track with bytes and sound, and not a frame longer than the house allows', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 3 }),
        fc.integer({ min: 1, max: 15 }),
        fc.constantFrom(-1, 0, 1),
        (bytes, minutes, over) => {
          const frames = maximumFrames(minutes) + over
          const given = recording({ bytes, frames })
          const long = err({ type: 'TrackTooLong', maximumMinutes: minutes })
          expect(checkRecording(given, minutes)).toEqual(
            bytes === 0 ? err({ type: 'TrackEmpty' }) : over > 0 ? long : ok(given),
          )
        },
      ),
    )
    expect(errorIn(checkRecording(recording({ frames: 0 }), 1))).toEqual({ type: 'TrackWithoutAudio' })
  })
})
