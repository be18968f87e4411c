import { EveryWayIn } from './2026-11-21-every-way-in.ts'
import { FollowAndLike } from './2026-11-21-follow-and-like.ts'
import { FirstTables } from './2026-11-21-first-tables.ts'
import { Home } from './2026-11-21-home.ts'
import { Idempotency } from './2026-11-21-idempotency.ts'
import { Lists } from './2026-11-21-lists.ts'
import { Messages } from './2026-11-21-messages.ts'
import { Search } from './2026-11-21-search.ts'
import { Images } from './2026-11-21-images.ts'
import { IngestOfTracks } from './2026-11-30-ingest.ts'
import { InstallationId } from './2026-11-30-installation.ts'
import { LimiterSettings } from './2026-11-30-limiter-settings.ts'
import { MixProposals } from './2026-11-30-mix-proposals.ts'
import { MixRevisions } from './2026-11-30-mix-revisions.ts'
import { RetriedJobs } from './2026-11-30-retried-jobs.ts'
import { Recipes } from './2026-11-30-recipes.ts'
import { NamesThatLookAlike } from './2026-11-30-names-that-look-alike.ts'

/** In the order in which they are applied. A released migration is never changed. */
export const MIGRATIONS = [
  { name: '2026-11-21-first-tables', class: FirstTables },
  { name: '2026-11-21-every-way-in', class: EveryWayIn },
  { name: '2026-11-21-home', class: Home },
  { name: '2026-11-21-messages', class: Messages },
  { name: '2026-11-21-follow-and-like', class: FollowAndLike },
  { name: '2026-11-21-search', class: Search },
  { name: '2026-11-21-idempotency', class: Idempotency },
  { name: '2026-11-21-images', class: Images },
  { name: '2026-11-21-lists', class: Lists },
  { name: '2026-11-30-names-that-look-alike', class: NamesThatLookAlike },
  { name: '2026-11-30-ingest', class: IngestOfTracks },
  { name: '2026-11-30-recipes', class: Recipes },
  { name: '2026-11-30-mix-revisions', class: MixRevisions },
  { name: '2026-11-30-mix-proposals', class: MixProposals },
  { name: '2026-11-30-installation', class: InstallationId },
  { name: '2026-11-30-limiter-settings', class: LimiterSettings },
  { name: '2026-11-30-retried-jobs', class: RetriedJobs },
] as const

/** The table of applied migrations. */
export const MIGRATIONS_TABLE = 'soundhub_migrations'
