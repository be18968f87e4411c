import type { Container } from 'inversify'
import { httpApp } from '#adapters/http/app.ts'
import type { HttpApp } from '#adapters/http/dependencies.ts'
import { serve } from '#adapters/http/server/server.ts'
import { publicUrlOf } from '#adapters/http/urls.ts'
import { CannotStart } from './cannot-start.ts'
import { ENDING } from './ending.ts'
import { MEGABYTE, type Settings } from './settings.ts'
import { open } from './container.ts'
import { startMetrics } from './metrics.ts'
import { requestObserver, withCountedUploads } from './observed-requests.ts'
import { checkMediaPlace, MARKER_SERVICES } from './media-marker.ts'
import { startWork } from './work.ts'
import { withPage, type WithPage } from './page.ts'

export type RunningServer = {
  /** The public URL. */
  readonly url: string
  /** The same routes without a socket. */
  readonly app: HttpApp
  /** Finishes running requests and jobs, then closes everything. */
  close(): Promise<void>
}

const httpSettingsOf = (settings: Settings) => ({
  publicUrl: settings.PUBLIC_URL,
  mediaUrl: settings.MEDIA_URL,
  maximumUploadBytes: settings.MAX_UPLOAD_MB * MEGABYTE,
  trustedProxies: settings.TRUST_PROXY,
  corsOrigins: settings.CORS_ORIGINS,
  loginUrl: settings.PAGE === 'off' ? undefined : publicUrlOf({ publicUrl: settings.PUBLIC_URL }, '/login'),
})

/** For the log: a provider that is not set up refuses every login, and its refusals do not say why. */
const mailAndProvidersOf = (settings: Settings) => ({
  mail: settings.SMTP_URL === undefined ? 'outbox' : 'smtp',
  google: settings.GOOGLE_CLIENT_IDS.length > 0 ? 'on' : 'off: GOOGLE_CLIENT_IDS is not set',
  facebook: settings.FACEBOOK_APP_ID === undefined ? 'off: FACEBOOK_APP_ID is not set' : 'on',
})

/** Opens all services, starts the worker unless WORKER is off, and serves HTTP. */
export const startServer = async (container: Container, page: WithPage = withPage): Promise<RunningServer> => {
  // Reports of errors first, so that they are sent last.
  const observers = await open(container, ['cleanup', 'log', 'settings', 'errorReporter', 'correlation', 'metrics'])
  const { cleanup, log, settings, errorReporter, correlation, metrics } = observers
  try {
    const services = await open(container, ['soundhub', 'readiness', 'signMedia'])
    await checkMediaPlace(await open(container, MARKER_SERVICES))
    if (settings.WORKER === 'on') await startWork({ soundhub: services.soundhub, log, cleanup })
    const app = httpApp(withCountedUploads(services.soundhub, metrics), {
      ...httpSettingsOf(settings),
      readiness: services.readiness,
      signMedia: services.signMedia ?? undefined,
      log,
      errorReporter,
      correlation,
      onRequest: requestObserver(observers),
    })
    const server = await serve({
      app: await page(app, {
        soundhub: services.soundhub,
        settings,
        log,
        cleanup,
        makeDemo: async () => (await import('./demo/make-demo.ts')).makeDemo(container),
      }),
      host: settings.HOST,
      port: settings.PORT,
      settings: { publicUrl: settings.PUBLIC_URL },
      log,
      errorReporter,
      connections: settings.MAX_CONNECTIONS,
      timeouts: { closingMs: ENDING.acceptedMs },
    }).catch((cause: unknown) => {
      throw new CannotStart([`HOST and PORT: cannot listen on ${settings.HOST}:${settings.PORT}`], cause)
    })
    const drainMs = settings.DRAIN_SECONDS * 1000
    cleanup.add('http', () => server.close({ drainMs }))
    // Side by side, because each may take as long as the whole may; both may be repeated.
    const close = async (): Promise<void> => {
      await Promise.all([server.close({ drainMs }), services.soundhub.worker.stop()])
      await cleanup.run()
    }
    await startMetrics(container)
    log.info(mailAndProvidersOf(settings), 'mail and login providers')
    log.info({ url: settings.PUBLIC_URL, host: settings.HOST, port: settings.PORT }, 'Soundhub is serving')
    return { url: settings.PUBLIC_URL, app, close }
  } catch (cause) {
    await cleanup.run()
    throw cause
  }
}
