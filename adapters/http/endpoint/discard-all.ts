import type { Soundhub } from '#application/soundhub.ts'
import type { StagedFile } from '#application/track/staging-and-blob-store.ts'

/** Discards the files of a request that no use case got. */
export const discardAll = async (
  { uploads }: Pick<Soundhub, 'uploads'>,
  files: Readonly<Record<string, StagedFile | undefined>>,
): Promise<void> => {
  for (const file of Object.values(files)) if (file !== undefined) await uploads.discard(file)
}
