/** The tags of the API document. */
export const TAGS = {
  search: 'Search for users and songs',
  accounts: 'Sign up, log in, passwords, and the links in mails',
  home: 'The home pages',
  users: 'Profiles, pictures, follows',
  posts: 'Tracks that invite others to answer',
  comments: 'Tracks that answer a post',
  uploads: 'Files that arrive in parts',
  mixes: 'The master, mixed from a post and its comments',
  messages: 'Messages between users',
  staff: 'What only staff may see and do',
  media: 'Audio and image files',
  health: 'Health checks for operators',
  reference: 'This documentation',
} as const

export type Tag = keyof typeof TAGS
