import { expect, it } from 'vitest'
import { freshDatabase } from '../databases/fresh.ts'
import { tellTheStory } from '../story/story.ts'
import { withServer } from './places.ts'

it('tells the whole story on PostgreSQL', async () => {
  expect.hasAssertions()
  await withServer('persistent', { DATABASE_URL: (await freshDatabase()).url }, tellTheStory)
})
