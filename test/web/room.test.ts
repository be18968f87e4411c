import { describe, expect, it } from 'vitest'
import {
  isSame,
  onTheWire,
  recipeFrom,
  settingsOf,
  withMaster,
  withSettings,
  withTrack,
} from '#adapters/web/page/room/edit-recipe.ts'
import { newHistory } from '#adapters/web/page/room/history.ts'
import { defaultRecipe, type Gain, type Loudness, type Offset } from '#domain/mix/recipe.ts'
import type { CommentId } from '#domain/shared/id.ts'

const BASS = 7 as CommentId
const recipe = defaultRecipe([BASS])

describe('editing a recipe', () => {
  it('changes one track and leaves the others', () => {
    const louder = withSettings(recipe, BASS, { gain: 300 as Gain })
    expect(settingsOf(louder, BASS)?.gain).toBe(300)
    expect(louder.author).toEqual(recipe.author)
    expect(settingsOf(withSettings(recipe, 0, { offset: 48 as Offset }), 0)?.offset).toBe(48)
  })

  it('takes a track out and puts it in as it was recorded', () => {
    const without = withTrack(recipe, BASS, false)
    expect(settingsOf(without, BASS)).toBeNull()
    expect(isSame(withTrack(without, BASS, true), recipe)).toBe(true)
  })

  it('is what the API takes and shows', () => {
    const edited = withMaster(withSettings(recipe, BASS, { gain: -250 as Gain, offset: -480 as Offset, solo: true }), {
      loudness: -1650 as Loudness,
    })
    expect(onTheWire(edited).stems[0]).toMatchObject({ comment: 7, gain_db: -2.5, offset_ms: -10, solo: true })
    expect(isSame(recipeFrom(onTheWire(edited)), edited)).toBe(true)
  })
})

describe('undo and redo', () => {
  it('goes back to what was there and forth again', () => {
    const history = newHistory(1)
    history.change(2)
    history.change(3)
    history.undo()
    history.undo()
    expect(history.value.value).toBe(1)
    history.redo()
    expect(history.value.value).toBe(2)
    expect([history.canUndo.value, history.canRedo.value]).toEqual([true, true])
  })

  it('takes back a fader’s whole way at once, and its next way by itself', () => {
    const history = newHistory(0)
    for (const value of [1, 2, 3]) history.change(value, 'gain')
    history.settle()
    history.change(4, 'gain')
    history.undo()
    expect(history.value.value).toBe(3)
    history.undo()
    expect(history.value.value).toBe(0)
  })

  it('forgets what was undone once something else is done', () => {
    const history = newHistory(1)
    history.change(2)
    history.undo()
    history.change(5)
    expect(history.canRedo.value).toBe(false)
  })
})
