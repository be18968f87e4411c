import type { PGlite } from '@electric-sql/pglite'
import { Client } from 'pg'
import { socketWithTimeout } from '../socket-with-timeout.ts'

/** What hears the notifications of a channel. */
export type NotificationListener = {
  readonly heard: (payload: string) => void
  /** Called whenever listening has begun: what was sent before was not heard. */
  readonly missed: () => void
}

/** The notifications that PostgreSQL sends with `notify`. */
export type Notifications = {
  /** Listens until the returned function is called, which ends when the connection is closed. May be repeated. */
  listen(channel: string, listener: NotificationListener): () => Promise<void>
}

/** In ms. */
const RECONNECT_AFTER = 1_000
/** In ms; without a query now and then, a server that went silent would not be noticed. */
const PING_EVERY = 30_000

/** A connection of its own, which is opened again whenever it breaks off. It takes no place in the pool. */
export const notificationsOfServer = (databaseUrl: string, socketTimeout: number): Notifications => ({
  listen: (channel, { heard, missed }) => {
    let isStopped = false
    let client: Client | null = null
    let timer: NodeJS.Timeout | undefined

    const connect = async (): Promise<void> => {
      const opened = new Client({
        connectionString: databaseUrl,
        application_name: 'soundhub events',
        connectionTimeoutMillis: 5_000,
        keepAlive: true,
        stream: socketWithTimeout(socketTimeout),
      })
      client = opened
      let isLost = false
      const lose = (): void => {
        if (isLost) return
        isLost = true
        clearInterval(pinging)
        if (!isStopped) timer = setTimeout(() => void connect(), RECONNECT_AFTER)
        opened.end().catch(() => undefined)
      }
      opened.on('error', lose)
      opened.on('end', lose)
      opened.on('notification', ({ payload }) => heard(payload ?? ''))
      const pinging = setInterval(
        () => void opened.query('select 1').catch(lose),
        Math.min(PING_EVERY, socketTimeout / 2),
      )
      try {
        await opened.connect()
        if (isStopped) return lose()
        await opened.query(`listen ${channel}`)
        missed()
      } catch {
        lose()
      }
    }

    void connect()
    return async () => {
      isStopped = true
      clearTimeout(timer)
      await client?.end().catch(() => undefined)
    }
  },
})

/** The only connection there is: nothing is lost once it listens. */
export const notificationsOfPglite = (pglite: PGlite): Notifications => ({
  listen: (channel, { heard, missed }) => {
    let isStopped = false
    const listening = pglite
      .listen(channel, (payload) => (isStopped ? undefined : heard(payload)))
      .then(
        (unlisten) => {
          if (!isStopped) missed()
          return unlisten
        },
        // A closed instance notifies nobody.
        () => () => Promise.resolve(),
      )
    return async () => {
      isStopped = true
      const unlisten = await listening
      if (!pglite.closed) await unlisten().catch(() => undefined)
    }
  },
})
