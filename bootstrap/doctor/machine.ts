import { statfs } from 'node:fs/promises'
import { describeFfmpeg, findFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { missingCodecs } from '#adapters/ffmpeg/missing-codecs.ts'
import { SmtpMailer } from '#adapters/nodemailer/smtp-mailer.ts'
import { MEGABYTE, type Settings } from '../settings.ts'
import { type Finding, ill, reasonOf, well } from './finding.ts'

/** In MB: a few uploads, their stems, and what a mix writes on its way. */
const LITTLE_SPACE = 2_000

/** The file system of DATA_DIR, where uploads wait and mixes are made also if media are in a bucket. */
export const space = async ({ DATA_DIR }: Settings): Promise<Finding> => {
  const found = await statfs(DATA_DIR).catch(() => null)
  if (found === null)
    return ill(
      'space',
      `DATA_DIR: ${DATA_DIR} cannot be read`,
      'Make the folder, and give it to the user of the server',
    )
  const free = Math.round((found.bavail * found.bsize) / MEGABYTE)
  const detail = `${free.toLocaleString('en')} MB free in DATA_DIR`
  return free >= LITTLE_SPACE ? well('space', detail) : ill('space', detail, 'Make room, or lower CACHE_MB')
}

export const ffmpeg = async ({ FFMPEG_PATH: named }: Settings): Promise<Finding> => {
  const found = await findFfmpeg({ named, searchPath: process.env['PATH'] ?? '' })
  if (found.isErr())
    return ill('ffmpeg', `FFMPEG_PATH: ${found.error.path} does not run`, 'Name one that does, or unset it')
  const detail = describeFfmpeg(found.value)
  if (found.value.kind === 'none') return ill('ffmpeg', detail, 'Install ffmpeg, or name one in FFMPEG_PATH')
  const missing = await missingCodecs(found.value)
  return missing.length === 0
    ? well('ffmpeg', detail)
    : ill('ffmpeg', `${detail} lacks ${missing.join(', ')}`, 'Install a full build, or name one in FFMPEG_PATH')
}

export const smtp = async (settings: Settings): Promise<Finding> => {
  const { SMTP_URL: url, MAIL_FROM: from, PUBLIC_URL: publicUrl } = settings
  if (url === undefined || from === undefined)
    return well('mail', 'written to DATA_DIR/outbox, since SMTP_URL is not set')
  const mailer = new SmtpMailer({ url, from, publicUrl })
  const verified = await mailer.verify()
  mailer.close()
  return verified.match(
    () => well('mail', 'the server of SMTP_URL answers'),
    ({ cause }) =>
      ill(
        'mail',
        `the server of SMTP_URL does not take mails (${reasonOf(cause)})`,
        'Check its host, port, user and password',
      ),
  )
}
