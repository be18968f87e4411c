import { expect, it } from 'vitest'
import { freshDatabase } from '../databases/fresh.ts'
import { ANDROID } from './clients/android.ts'
import { IOS } from './clients/ios.ts'
import { replay } from './clients/session.ts'
import { withServer } from './places.ts'

it.each([IOS, ANDROID])('$name reads everything that it is answered, from PostgreSQL', async (dialect) => {
  expect.hasAssertions()
  await withServer('persistent', { DATABASE_URL: (await freshDatabase()).url }, (place) => replay(dialect, place))
})
