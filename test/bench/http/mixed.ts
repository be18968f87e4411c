import { POSTS, USERS } from './data.ts'

/** What people ask for: posts above all, other ones each lap; lists, filtered ones too; users and home pages. */
export const mixedPaths = (lap: number): readonly string[] => {
  const id = (at: number, most: number) => 1 + ((lap * 7919 + at * 104_729) % most)
  return [
    ...Array.from({ length: 40 }, (_, at) => `/post/${id(at, POSTS)}`),
    ...Array.from({ length: 10 }, (_, at) => `/post/${id(at, POSTS)}/comments`),
    ...Array.from({ length: 4 }, (_, at) => `/user/${id(at, USERS)}`),
    '/post',
    '/post?ordering=-num_liked',
    '/post?instrument=Guitar&genre=Rock',
    '/user',
    '/home',
    '/home/genre/Jazz',
    '/healthz',
  ]
}
