import type { Ports } from './ports.ts'

/** What each port is for, in the words of whoever forgot it. */
export const PORT_PURPOSES: Readonly<Record<keyof Ports, string>> = {
  unitOfWork: 'runs transactions on users, posts, comments and everything else that is stored',
  jobRunner: 'performs the jobs that transactions queue',
  sessionReader: 'finds the session of a token',
  credentials: 'finds the password hashes a login is compared with',
  userQueries: 'reads users for screens',
  postQueries: 'reads posts for screens',
  commentQueries: 'reads comments for screens',
  mixQueries: 'reads mixes for their followers',
  revisionQueries: 'reads the revisions of mixes',
  proposalQueries: 'reads the proposals for mixes',
  homeQueries: 'reads the home pages',
  messageQueries: 'reads inboxes and sent messages',
  searchQueries: 'finds users, posts and comments by a keyword',
  auditQueries: 'reads what staff did',
  failedJobs: 'lists the jobs that failed at every try',
  passwordHasher: 'hashes and verifies passwords',
  commonPasswords: 'knows the passwords that are guessed first',
  google: 'verifies Google ID tokens',
  facebook: 'verifies Facebook access tokens',
  rateLimiter: 'counts sign-ups, logins and password resets',
  mailer: 'sends mails',
  audioSniffer: 'tells the format of an upload',
  audioDecoder: 'decodes tracks',
  audioEncoder: 'encodes masters',
  imageResizer: 'makes pictures of uploads',
  staging: 'holds uploads while it is decided what becomes of them',
  partialUploads: 'keeps uploads that arrive in parts',
  blobs: 'stores the files of posts and users',
  mediaIndex: 'tells which files are still referenced',
  stemCache: 'keeps decoded stems, so that a changed mix need not decode them again',
  mixEvents: 'tells every process how mixes come along',
  clock: 'tells the time',
  chance: 'draws random bytes and numbers',
  digest: 'hashes secrets',
  scheduler: 'repeats work at an interval',
}

const isPort = (given: unknown): boolean => typeof given === 'object' && given !== null

/**
 * The ports, or a `TypeError` that names every missing one and what it is for. A forgotten port is a mistake of whoever wires the
 * application, so it is reported where the wiring happens and not by a use case, days later.
 */
export const requirePorts = <Given extends Partial<Ports>>(ports: Given): Given => {
  const missing = Object.entries(PORT_PURPOSES).filter(
    ([name]) => !isPort((ports as Partial<Ports> | null | undefined)?.[name as keyof Ports]),
  )
  if (missing.length === 0) return ports
  const lines = missing.map(([name, purpose]) => `- ${name}: ${purpose}`)
  throw new TypeError(`soundhub() needs these ports too (memoryPorts() has one of each):\n${lines.join('\n')}`)
}
