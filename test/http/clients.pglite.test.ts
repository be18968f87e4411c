import { expect, it } from 'vitest'
import { ANDROID } from './clients/android.ts'
import { IOS } from './clients/ios.ts'
import { replay } from './clients/session.ts'
import { withServer } from './places.ts'

it.each([IOS, ANDROID])('$name reads everything that it is answered, from PGlite', async (dialect) => {
  expect.hasAssertions()
  await withServer('persistent', {}, (place) => replay(dialect, place))
})
