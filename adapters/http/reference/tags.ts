/** The chapters of the API document. */
export const TAGS = {
  search: 'Looking for people and songs',
  accounts: 'Signing up, logging in, passwords, and where the links in mails lead',
  home: 'What somebody sees who has just come in',
  users: 'Who is here',
  posts: 'Tracks that ask for others',
  comments: 'Tracks that answer a post',
  mixes: 'The master made of a post and its comments',
  messages: 'What people write to each other',
  media: 'The files themselves',
  health: 'For whoever watches over the server',
  reference: 'This document',
} as const

export type Tag = keyof typeof TAGS
