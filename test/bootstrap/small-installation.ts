import { PGlite } from '@electric-sql/pglite'
import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { givenDatabases } from '../databases/given.ts'
import { type Statements, statementsOn } from '../databases/statements.ts'

/** Text that no format takes by accident. */
const ODD = String.raw`a "quoted", {braced} \n (tuple)` + '\nsecond line\t한국어 🎸 \u2028 \u2029 \u0085 \r\n'

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The files of {@link fill}, by path. */
export const MEDIA: Readonly<Record<string, string>> = {
  'user_1/profile_img_aa_400.webp': 'large',
  'user_1/profile_img_aa_200.webp': 'small',
  'user_1/Post_1/track_a.wav': 'the track',
  'user_1/Post_1/track_a_wav_stem_00.flac': 'the stem',
  'user_1/Post_1/track_a_wav_peaks_00.dat': 'the peaks',
  'user_1/Post_1/track_a_wav_peaks_00.json': 'the waveform',
  'user_1/Post_1/track_b.wav': 'the comment',
  'user_1/Post_1/master_r1_a1.mp3': 'the master',
}

const STEM = {
  path: 'user_1/Post_1/track_a_wav_stem_00.flac',
  peaks: 'user_1/Post_1/track_a_wav_peaks_00.dat',
  waveform: 'user_1/Post_1/track_a_wav_peaks_00.json',
}

const track = (path: string, ingest: object) => [
  path,
  MEDIA[path]!.length,
  sha256(MEDIA[path]!),
  JSON.stringify(ingest),
]

/** Fills a migrated database with two users, a post with a comment, what they did to it, and a job. */
export const fill = async ({ ask }: Statements): Promise<void> => {
  await ask(
    `insert into users (email, nickname, nickname_key, instruments, genres, password_hash, created_at, activated_at,
       profile_img_path, origin)
     values ('ann@example.org', $1, 'ann', array['Guitar, the "big" one', 'null', ''], array[]::text[], 'hash',
       '2026-01-02T03:04:05.678Z', '2026-01-03', 'user_1/profile_img_aa_400.webp', 'email'),
       ('bob@example.org', 'bob', 'bob', array['Bass'], array['Rock'], '', '2026-01-02', '2026-01-03', null, 'google')`,
    [ODD],
  )
  const columns = `track_path, track_bytes, track_sha256, track_ingest, track_format, track_frames, created_at`
  await ask(
    `insert into posts (author_id, title, instruments, genres, master_path, ${columns})
     values (1, $1, array['Guitar'], array['Rock'], 'user_1/Post_1/master_r1_a1.mp3', $2, $3, $4, $5, 'wav', 48000, now())`,
    [ODD, ...track('user_1/Post_1/track_a.wav', { status: 'ready', stem: STEM })],
  )
  await ask(
    `insert into comments (post_id, author_id, instruments, ${columns})
     values (1, 2, array['Bass'], $1, $2, $3, $4, 'wav', 48000, now())`,
    track('user_1/Post_1/track_b.wav', { status: 'processing' }),
  )
  await ask(`insert into likes (post_id, user_id, liked_at) values (1, 2, now())`)
  await ask(`insert into follows (follower_id, followed_id, followed_at) values (2, 1, now())`)
  await ask(`insert into installation (id) values ('00000000-0000-4000-8000-000000000001')`)
  await ask(`insert into pgboss.job (name, data, singleton_key) values ('send-letter', '{"type":"send-mail"}', 'x')`)
  await ask(`insert into pgboss.job (name, data) values ('render-mix', 'null')`)
  // The next user gets a number that is not the next one.
  await ask(`select setval('users_id_seq', 41)`)
}

/** An installation on the embedded database in this folder, with rows, files and marker. */
export const fillFolder = async (folder: string): Promise<void> => {
  const loadDataDir = await openAsBlob((await givenDatabases()).pgliteTemplate)
  const pglite = await PGlite.create({ dataDir: join(folder, 'database'), loadDataDir })
  await fill(await statementsOn(pglite))
  await pglite.close()
  for (const [path, content] of Object.entries(MEDIA)) {
    await mkdir(dirname(join(folder, 'media', path)), { recursive: true })
    await writeFile(join(folder, 'media', path), content)
  }
  await writeFile(join(folder, 'media', 'installation.txt'), '00000000-0000-4000-8000-000000000001\n')
}
