import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ContainerModule } from 'inversify'
import { Argon2PasswordHasher } from '#adapters/argon2/argon2-password-hasher.ts'
import { makeTemporaryFolder } from '#adapters/file-system/temporary.ts'
import { FacebookGraph } from '#adapters/facebook/facebook-graph.ts'
import { GoogleIdTokens } from '#adapters/google/google-id-tokens.ts'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import { OutboxMailer } from '#adapters/nodemailer/outbox-mailer.ts'
import { SmtpMailer } from '#adapters/nodemailer/smtp-mailer.ts'
import { SystemChance } from '#adapters/system/system-chance.ts'
import { SystemClock } from '#adapters/system/system-clock.ts'
import { SystemDigest } from '#adapters/system/system-digest.ts'
import { SystemScheduler } from '#adapters/system/system-scheduler.ts'
import { ZxcvbnCommonPasswords } from '#adapters/zxcvbn/zxcvbn-common-passwords.ts'
import type { Mailer } from '#application/account/ports.ts'
import type { Correlation } from '#application/shared/correlation.ts'
import type { Clock } from '#application/shared/system.ts'
import { CannotStart } from './cannot-start.ts'
import type { Cleanup } from './cleanup.ts'
import type { Log } from './log.ts'
import type { Settings } from './settings.ts'
import { TOKENS } from './tokens.ts'

const OUTBOX_SENDER = 'Soundhub <soundhub@localhost>'

const openTemporary = async ({ DATA_DIR }: Settings, cleanup: Cleanup): Promise<string> => {
  const folder = await makeTemporaryFolder(join(DATA_DIR, 'tmp'))
  if (folder.isErr()) throw new CannotStart([`DATA_DIR: ${DATA_DIR} is not writable`], folder.error.cause)
  await mkdir(folder.value, { recursive: true })
  cleanup.add('temporary files', () => rm(folder.value, { recursive: true, force: true }))
  return folder.value
}

const mailerOf = (settings: Settings, clock: Clock, log: Log, cleanup: Cleanup, correlation: Correlation): Mailer => {
  const requestId = () => correlation.requestId()
  const { SMTP_URL: url, MAIL_FROM: from = OUTBOX_SENDER, PUBLIC_URL: publicUrl } = settings
  if (url !== undefined) {
    const mailer = new SmtpMailer({ url, from, publicUrl, requestId })
    cleanup.add('smtp', () => mailer.close())
    return mailer
  }
  return new OutboxMailer({
    directory: join(settings.DATA_DIR, 'outbox'),
    from,
    publicUrl,
    requestId,
    now: () => clock.now(),
    onLink: (links) => log.info(links, 'mail written to the outbox'),
  })
}

const facebookApp = ({ FACEBOOK_APP_ID: id, FACEBOOK_APP_SECRET: secret }: Settings) =>
  id === undefined || secret === undefined ? null : { id, secret }

/** The adapters that do not depend on the storage: mail, passwords, login providers, clock and randomness. */
export const hostModule = new ContainerModule(({ bind }) => {
  bind(TOKENS.clock).toResolvedValue(() => new SystemClock())
  bind(TOKENS.chance).toResolvedValue(() => new SystemChance())
  bind(TOKENS.digest).toResolvedValue(() => new SystemDigest())
  bind(TOKENS.scheduler).toResolvedValue(() => new SystemScheduler())
  bind(TOKENS.passwordHasher).toResolvedValue(() => new Argon2PasswordHasher())
  bind(TOKENS.commonPasswords).toResolvedValue(() => new ZxcvbnCommonPasswords())
  bind(TOKENS.google).toResolvedValue(
    (settings: Settings, clock: Clock) =>
      new GoogleIdTokens({
        clientIds: settings.GOOGLE_CLIENT_IDS,
        issuers: settings.GOOGLE_ISSUERS,
        jwksUrl: settings.GOOGLE_JWKS_URL,
        now: () => clock.now(),
      }),
    [TOKENS.settings, TOKENS.clock],
  )
  bind(TOKENS.facebook).toResolvedValue(
    (settings: Settings, clock: Clock) =>
      new FacebookGraph({ app: facebookApp(settings), graphUrl: settings.FACEBOOK_GRAPH_URL, now: () => clock.now() }),
    [TOKENS.settings, TOKENS.clock],
  )
  bind(TOKENS.mailer).toResolvedValue(mailerOf, [
    TOKENS.settings,
    TOKENS.clock,
    TOKENS.log,
    TOKENS.cleanup,
    TOKENS.correlation,
  ])
  bind(TOKENS.audioSniffer).toResolvedValue(() => new FileTypeAudioSniffer())
  bind(TOKENS.temporary).toResolvedValue(openTemporary, [TOKENS.settings, TOKENS.cleanup])
})
