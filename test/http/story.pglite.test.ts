import { expect, it } from 'vitest'
import { tellTheStory } from '../story/story.ts'
import { withServer } from './places.ts'

it('tells the whole story on PGlite', async () => {
  expect.hasAssertions()
  await withServer('persistent', {}, tellTheStory)
})
