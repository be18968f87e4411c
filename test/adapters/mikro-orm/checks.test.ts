import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Place, PLACES } from '#test/databases/places.ts'

const users = (columns: string, values: string): string =>
  `insert into users (email, nickname, nickname_key, instruments, genres, created_at, ${columns})
  values ('a@example.org', 'a', 'a', '{}', '{}', now(), ${values})`

const keys = (values: string): string =>
  `insert into activation_keys (digest, user_id, issued_at, expires_at, purpose, change_id)
  values ('some', 1, now(), now(), ${values})`

const queuedMails = (values: string): string =>
  `insert into letters (user_id, asked_at, kind, language, change_id) values (1, now(), ${values})`

const proposals = (columns: string, values: string): string =>
  `insert into mix_proposals (post_id, proposed_by, stems, recipe, proposed_at, ${columns})
  values (1, 1, '{}', '{}', now(), ${values})`

const audit = (columns: string, values: string): string =>
  `insert into audit_log (at, ${columns}) values (now(), ${values})`

/** One row for each thing that the core never decides, and the check that says so. */
const REFUSED: readonly (readonly [check: string, statement: string])[] = [
  ['users_origin_is_known', users('password_hash, origin', `'hash', 'twitter'`)],
  ['users_only_proved_ones_lack_a_password', users('origin', `'google'`)],
  ['users_only_proved_ones_are_staff', users('origin, password_hash, is_staff', `'email', 'hash', true`)],
  ['users_only_proved_ones_are_suspended', users('origin, password_hash, suspended_at', `'email', 'hash', now()`)],
  ['users_only_active_ones_log_in', users('origin, password_hash, last_login_at', `'email', 'hash', now()`)],
  [
    'users_only_pending_ones_wait_for_a_subject',
    users('origin, activated_at, subject_provider, subject', `'facebook', now(), 'facebook', '4711'`),
  ],
  ['users_a_subject_is_somebodys', users('origin, password_hash, subject', `'facebook', 'hash', '4711'`)],
  [
    'users_provider_is_known',
    users('origin, password_hash, subject_provider, subject', `'facebook', 'hash', 'email', '4711'`),
  ],
  ['users_total_liked_check', users('origin, password_hash, total_liked', `'email', 'hash', -1`)],
  ['users_num_followers_check', users('origin, password_hash, num_followers', `'email', 'hash', -1`)],
  ['users_num_followings_check', users('origin, password_hash, num_followings', `'email', 'hash', -1`)],
  [
    'users_only_proved_ones_have_pictures',
    users('origin, password_hash, profile_img_path', `'email', 'hash', 'a.webp'`),
  ],
  ['identities_provider_is_known', `insert into identities values ('email', '4711', 1)`],
  ['identities_user_id_fkey', `insert into identities values ('google', '4711', 999)`],
  [
    'pending_changes_kind_is_known',
    `insert into pending_changes (user_id, kind, password_hash, asked_at) values (1, 'drop', 'hash', now())`,
  ],
  [
    'pending_changes_user_key',
    `insert into pending_changes (user_id, kind, password_hash, asked_at) values (1, 'add', 'hash', now())`,
  ],
  ['activation_keys_purpose_is_known', keys(`'everything', null`)],
  ['activation_keys_only_some_have_a_change', keys(`'reset-password', 1`)],
  ['activation_keys_change_id_fkey', keys(`'add-password', 999`)],
  ['letters_kind_is_known', queuedMails(`'advertisement', 'en', null`)],
  ['letters_language_is_known', queuedMails(`'activation', 'fr', null`)],
  ['letters_only_some_have_a_change', queuedMails(`'reset-password', 'en', 1`)],
  ['mix_proposals_sound_check', proposals('sound', `'loud'`)],
  ['mix_proposals_decision_check', proposals('sound, decision, decided_at', `'withdrawn', 'maybe', now()`)],
  ['mix_proposals_have_what_their_sound_has', proposals('sound', `'rendered'`)],
  ['mix_proposals_have_what_their_sound_has', proposals('sound, master_path', `'withdrawn', 'a.mp3'`)],
  ['mix_proposals_have_what_their_sound_has', proposals('sound, attempt, failure', `'queued', 1, 'GAVE_UP'`)],
  [
    'mix_proposals_have_what_their_decision_has',
    proposals('sound, decision, decided_at', `'withdrawn', 'taken', now()`),
  ],
  ['mix_proposals_have_what_their_decision_has', proposals('sound, decline_reason', `'withdrawn', 'Too loud.'`)],
  ['audit_log_names_its_subject', audit('action, subject', `'look', 1`)],
  ['audit_log_names_its_subject', audit('action', `'suspend-user'`)],
  ['audit_log_names_its_subject', audit('action, subject, job', `'suspend-user', 1, 'a'`)],
  ['audit_log_names_its_subject', audit('action, subject', `'retry-job', 1`)],
  ['audit_log_names_its_subject', audit('action, job', `'retry-all-jobs', 'a'`)],
]

describe.each(PLACES)('Checks on %s', (_, make) => {
  let place: Place
  beforeAll(async () => {
    place = await make()
    await place.statements.ask(`insert into users (email, nickname, nickname_key, instruments, genres, origin,
      password_hash, created_at) values ('b@example.org', 'b', 'b', '{}', '{}', 'email', 'hash', now())`)
    await place.statements.ask(`insert into pending_changes (user_id, kind, password_hash, asked_at)
      values (1, 'change', 'hash', now())`)
  })
  afterAll(() => place.end())

  it.each(REFUSED)('%s', async (check, statement) => {
    await expect(place.statements.ask(statement)).rejects.toThrow(`"${check}"`)
  })

  it('what goes with something else is found by an index', async () => {
    const references = await place.statements.ask<{
      name: string
      is_indexed: boolean
    }>(`select conname as name, exists (
        select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = c.conkey[1]
      ) as is_indexed
      from pg_constraint c where contype = 'f' and connamespace = 'public'::regnamespace order by conname`)
    expect(references.map(({ name }) => name)).toContain('letters_user_id_fkey')
    expect(references.filter(({ is_indexed: isIndexed }) => !isIndexed)).toEqual([])
  })

  it('every check of the tables has a row above that it refuses', async () => {
    const checks = await place.statements.ask<{ conname: string }>(`select conname from pg_constraint
      where contype = 'c' and conrelid in ('users'::regclass, 'identities'::regclass, 'pending_changes'::regclass,
        'activation_keys'::regclass, 'letters'::regclass, 'audit_log'::regclass,
        'mix_proposals'::regclass)`)
    expect(checks.length).toBeGreaterThan(0)
    expect(REFUSED.map(([name]) => name)).toEqual(expect.arrayContaining(checks.map(({ conname }) => conname)))
  })
})
