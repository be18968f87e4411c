import { expect, test } from 'vitest'
import { stageClock } from '#bootstrap/stage-clock.ts'
import type { PostId } from '#domain/shared/id.ts'

const [ONE, OTHER] = [1 as PostId, 2 as PostId]

const clocked = () => {
  const told: (readonly [string, number])[] = []
  let now = 0
  const clock = stageClock(
    (stage, milliseconds) => told.push([stage, milliseconds]),
    () => now,
  )
  return { clock, told, pass: (length: number) => (now += length) }
}

test('a stage lasts until the next one is entered, and the last one until the mix is done', () => {
  const { clock, told, pass } = clocked()
  clock.begin(ONE)
  pass(100)
  clock.enter(ONE, 'mixing')
  pass(1_000)
  clock.enter(ONE, 'mixing')
  pass(1_000)
  clock.enter(ONE, 'encoding')
  pass(500)
  clock.end(ONE, true)
  expect(told).toEqual([
    ['ingest', 100],
    ['mix', 2_000],
    ['encode', 500],
  ])
})

test('two mixes at once are timed apart, and one that fails does not count the stage it failed in', () => {
  const { clock, told, pass } = clocked()
  clock.begin(ONE)
  pass(10)
  clock.begin(OTHER)
  pass(10)
  clock.enter(ONE, 'mixing')
  clock.end(OTHER, false)
  pass(5)
  clock.end(ONE, true)
  expect(told).toEqual([
    ['ingest', 20],
    ['mix', 5],
  ])
})

test('what other processes render is not timed', () => {
  const { clock, told } = clocked()
  clock.enter(ONE, 'mixing')
  clock.enter(ONE, 'encoding')
  clock.end(ONE, true)
  expect(told).toEqual([])
})
