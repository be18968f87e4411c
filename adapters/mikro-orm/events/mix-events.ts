import type { MikroORM } from '@mikro-orm/postgresql'
import { type RawBuilder, sql } from 'kysely'
import type { MixEvent, MixEvents, MixListener } from '#application/mix/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import { databaseOutcome } from '../database-error.ts'
import type { Notifications } from './notifications.ts'

const CHANNEL = 'soundhub_mixes'

/** The statement that tells every listening process. Its payload stays far below the 8000 bytes that PostgreSQL allows. */
export const notifying = (event: MixEvent): RawBuilder<unknown> =>
  sql`select pg_notify(${CHANNEL}, ${JSON.stringify(event)})`

const TYPES: readonly unknown[] = ['MixChanged', 'MixProgressed'] satisfies MixEvent['type'][]

/** `null` for what another version of Soundhub sent, or somebody else. */
const eventIn = (payload: string): MixEvent | null => {
  try {
    const event = JSON.parse(payload) as Partial<MixEvent> | null
    return TYPES.includes(event?.type) && typeof event?.postId === 'number' ? (event as MixEvent) : null
  } catch {
    return null
  }
}

/** Events about mixes as notifications of PostgreSQL. */
export class MikroOrmMixEvents implements MixEvents {
  readonly #orm: MikroORM
  readonly #notifications: Notifications
  readonly #subscriptions = new Set<() => Promise<void>>()

  constructor(orm: MikroORM, notifications: Notifications) {
    this.#orm = orm
    this.#notifications = notifications
  }

  publish(event: MixEvent): Outcome<void> {
    return databaseOutcome(() => notifying(event).execute(this.#orm.em.getKysely<unknown>())).map(() => undefined)
  }

  subscribe({ heard, missed }: MixListener): () => void {
    let isStopped = false
    const stopListening = this.#notifications.listen(CHANNEL, {
      heard: (payload) => {
        if (isStopped) return
        const event = eventIn(payload)
        if (event === null) missed()
        else heard(event)
      },
      missed: () => (isStopped ? undefined : missed()),
    })
    this.#subscriptions.add(stopListening)
    return () => {
      isStopped = true
      if (this.#subscriptions.delete(stopListening)) void stopListening()
    }
  }

  /** Ends every subscription. */
  async close(): Promise<void> {
    const subscriptions = [...this.#subscriptions]
    this.#subscriptions.clear()
    await Promise.all(subscriptions.map((stopListening) => stopListening()))
  }
}
