import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FfmpegAudio } from '#adapters/ffmpeg/ffmpeg-audio.ts'
import type { Ffmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'
import { FileSystemBlobStore } from '#adapters/file-system/file-system-blob-store.ts'
import { FileSystemStaging } from '#adapters/file-system/file-system-staging.ts'
import { FileSystemStemCache } from '#adapters/file-system/file-system-stem-cache.ts'
import { FileTypeAudioSniffer } from '#adapters/file-type/file-type-audio-sniffer.ts'
import { OutboxMailer } from '#adapters/nodemailer/outbox-mailer.ts'
import { SharpImages } from '#adapters/sharp/sharp-images.ts'
import { type Changes, house, type House, member, PUBLIC_URL, SONG, trackForm } from '../../adapters/http/house.ts'
import { rounds } from '../rounds.ts'
import { nativeFfmpeg } from '../../audio/native-ffmpeg.ts'

const MAXIMUM_UPLOAD = 50 * 1024 * 1024

/** How long a track may be: the limit of `npm start`, and in the short form less, which takes as much less time. */
export const MAXIMUM_MINUTES = rounds(1, 15)

/** A Soundhub whose rows are in memory, and whose files, mails, sound and pictures are what `npm start` has. */
export type UploadPlace = {
  readonly given: House
  readonly folder: string
  readonly outbox: string
  /** What a member sends along. */
  readonly ann: { readonly Authorization: string }
  readonly upload: (file: Uint8Array, headers?: object) => Promise<Response>
  /** Every file but those of the stem cache, which may go at any time. */
  readonly files: () => Promise<readonly string[]>
  readonly remove: () => Promise<void>
}

const filesBelow = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted()

/** What takes the place of something of it, given what it would be. */
export type UploadChanges = {
  readonly ffmpeg?: (found: Extract<Ffmpeg, { kind: 'native' }>, folder: string) => Promise<Ffmpeg>
  readonly ports?: (ports: NonNullable<Changes['ports']>) => NonNullable<Changes['ports']>
}

export const uploadPlace = async ({ ffmpeg, ports = (own) => own }: UploadChanges = {}): Promise<UploadPlace> => {
  const folder = await mkdtemp(join(tmpdir(), 'soundhub-uploads-'))
  const outbox = join(folder, 'outbox')
  const native = await nativeFfmpeg()
  const staging = new FileSystemStaging(join(folder, 'uploads'))
  const audio = new FfmpegAudio((await ffmpeg?.(native, folder)) ?? native, { folder: join(folder, 'audio') })
  const mails = new OutboxMailer({
    directory: outbox,
    from: 'Soundhub <soundhub@localhost>',
    publicUrl: PUBLIC_URL,
    now: () => given.world.clock.now(),
    onLink: () => undefined,
  })
  const given: House = house({
    settings: { maximumUploadBytes: MAXIMUM_UPLOAD },
    ports: ports({
      staging,
      blobs: new FileSystemBlobStore({ root: join(folder, 'media'), staging }),
      stemCache: new FileSystemStemCache({
        folder: join(folder, 'cache'),
        maximumBytes: 2_000_000_000,
        staging,
      }),
      audioSniffer: new FileTypeAudioSniffer(),
      audioDecoder: audio,
      audioEncoder: audio,
      imageResizer: new SharpImages(),
      // In memory, too, where links are found.
      mailer: { send: (mail) => mails.send(mail).andThen(() => given.world.mailer.send(mail)) },
      maximumTrackMinutes: MAXIMUM_MINUTES,
    }),
  })
  const ann = await member(given, 'ann')
  return {
    given,
    folder,
    outbox,
    ann,
    upload: async (file, headers = ann) =>
      given.app.request('/post', {
        method: 'POST',
        body: trackForm(SONG, 'author_track', file),
        headers: { ...headers },
      }),
    files: async () => (await filesBelow(folder)).filter((name) => !name.startsWith('cache/')),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
