import { expect, it } from 'vitest'
import { tellTheStory } from '../story/story.ts'
import { withServer } from './places.ts'

it('tells the whole story in memory', async () => {
  expect.hasAssertions()
  await withServer('in memory', {}, tellTheStory)
})
