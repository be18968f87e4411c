import { describe, expect, test } from 'vitest'
import { domainHasNoCircle, featuresAreApart, OPEN } from './features.ts'
import { inspect } from './guard.ts'
import { HOUSE } from './house.ts'

test('no feature of application imports a use case of another', () => {
  expect(inspect(featuresAreApart, HOUSE)).toEqual([])
})

test('the folders of the domain know each other without a circle', () => {
  expect(inspect(domainHasNoCircle, HOUSE)).toEqual([])
})

test('every folder and file in the table of what is open is there', () => {
  const paths = new Set(HOUSE.map(({ path }) => path))
  const named = Object.entries(OPEN).flatMap(([folder, open]) =>
    open === 'everything' ? [] : open.map((file) => `application/${folder}/${file}`),
  )
  expect(named.filter((path) => !paths.has(path))).toEqual([])
})

describe('the guard of the features catches', () => {
  test.for([
    ['application/mix/request-mix.ts', "import { editPost } from '../post/edit-post.ts'"],
    ['application/mix/request-mix.ts', "import type { EditPost } from '../post/edit-post.ts'"],
    ['application/mix/request-mix.ts', "import type { EditPost } from '#application/post/edit-post.ts'"],
    ['application/mix/request-mix.ts', "export { editPost } from '../post/edit-post.ts'"],
    ['application/mix/request-mix.ts', "const later = import('../post/edit-post.ts')"],
    ['application/shared/outcome.ts', "import { lockedComment } from '../comment/locked-comment.ts'"],
    ['application/post/edit-post.ts', "import type { Soundhub } from '../soundhub.ts'"],
    ['application/like/ports.ts', ''],
  ] as const)('%s: %s', ([path, text]) => {
    expect(inspect(featuresAreApart, [{ path, text }])).toHaveLength(1)
  })

  test('an empty application', () => {
    expect(inspect(featuresAreApart, [])).toHaveLength(1)
  })
})

test('the guard of the features lets ports, views, shared and track pass, and the top everything', () => {
  const text = `
    import type { Job } from '../shared/jobs.ts'
    import type { AuthorView } from '../account/user-view.ts'
    import type { CommentView } from '../comment/ports.ts'
    import { inspectUpload } from '../track/inspect-upload.ts'
    import { editPost } from './edit-post.ts'`
  expect(inspect(featuresAreApart, [{ path: 'application/post/create-post.ts', text }])).toEqual([])
  const top = { path: 'application/soundhub.ts', text: "import { editPost } from './post/edit-post.ts'" }
  expect(inspect(featuresAreApart, [top])).toEqual([])
})

describe('the guard of the domain catches', () => {
  const post = { path: 'domain/post/post.ts', text: "import type { Mix } from '../mix/mix.ts'" }
  const back = { path: 'domain/mix/mix.ts', text: "import type { Post } from '../post/post.ts'" }
  const mix = { path: 'domain/mix/mix.ts', text: "import type { User } from '../account/user.ts'" }
  const user = { path: 'domain/account/user.ts', text: "export type { Post } from '../post/post.ts'" }

  test('a circle of two', () => {
    expect(inspect(domainHasNoCircle, [post, back])).toHaveLength(2)
  })
  test('a circle of three', () => {
    expect(inspect(domainHasNoCircle, [post, mix, user])).toHaveLength(3)
  })
  test('an empty domain', () => {
    expect(inspect(domainHasNoCircle, [])).toHaveLength(1)
  })
  test('and lets a line pass', () => {
    expect(inspect(domainHasNoCircle, [post, mix])).toEqual([])
  })
})
