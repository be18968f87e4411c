import { link, open, realpath, rename, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { fileBytes } from '#adapters/file-system/file-bytes.ts'
import type { AudioFile } from '#application/track/audio-file.ts'
import { failed, misused } from './ending.ts'
import { withTemporary } from './workbench.ts'

const codeOf = (cause: unknown): string => (cause as NodeJS.ErrnoException).code ?? String(cause)

/** An audio file by its path. Fails with a sentence if there is none. */
export const inputFile = async (name: string): Promise<AudioFile & { readonly path: string }> => {
  const path = await realpath(name).catch((cause: unknown) => {
    if (codeOf(cause) !== 'ENOENT') throw failed(`${name} cannot be read: ${codeOf(cause)}.`)
    const hint = /:[^/]*=/.test(name) ? ' Settings after a colon are gain=, pan=, offset=, mute and solo.' : ''
    throw failed(`${name}: there is no such file.${hint}`)
  })
  if (!(await stat(path)).isFile()) throw failed(`${name} is not a file.`)
  return { name, path, read: () => fileBytes(path) }
}

/** The kind of file that a name asks for by its extension. */
export const kindOf = <Kind extends string>(name: string, kinds: readonly Kind[]): Kind => {
  const extension = extname(name).slice(1).toLowerCase()
  const kind = kinds.find((one) => one === extension)
  if (kind === undefined) throw misused(`${name}: the name should end in ${kinds.map((one) => `.${one}`).join(', ')}.`)
  return kind
}

/** Where a result is to be written. */
export type OutputFile = {
  readonly name: string
  /** Writes the whole file, or nothing. */
  readonly write: (content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) => Promise<number>
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

/** The file appears under its name once it is whole; unless `force` is set, only if the name is still free. */
const appear = async (part: string, name: string, force: boolean): Promise<void> => {
  if (force) return rename(part, name)
  await link(part, name).catch(async (cause: unknown) => {
    if (codeOf(cause) === 'EEXIST' || (await exists(name))) throw failed(`${name} exists. --force overwrites it.`)
    // Not every file system has hard links.
    await rename(part, name)
  })
}

/** A file to be written. Fails with a sentence if it exists and `force` is not set, and always if it is one of the inputs. */
export const outputFile = async (
  name: string,
  { force, inputs }: { readonly force: boolean; readonly inputs: readonly { readonly path: string }[] },
): Promise<OutputFile> => {
  if (await exists(name)) {
    if (!(await stat(name)).isFile()) throw failed(`${name} is not a file.`)
    const path = await realpath(name)
    if (inputs.some((input) => input.path === path)) throw misused(`${name} is read and cannot be overwritten.`)
    if (!force) throw failed(`${name} exists. --force overwrites it.`)
  } else if (!(await exists(dirname(name)))) throw failed(`${dirname(name)}: there is no such folder.`)
  const part = join(dirname(name), `.${basename(name)}.${process.pid}.part`)
  const write: OutputFile['write'] = async (content) =>
    withTemporary(part, async () => {
      const file = await open(part, 'wx')
      let bytes = 0
      try {
        for await (const chunk of content) {
          await file.appendFile(chunk)
          bytes += chunk.length
        }
        await file.sync()
      } finally {
        await file.close()
      }
      await appear(part, name, force)
      return bytes
    }).catch((cause: unknown) => {
      if (cause instanceof Error && 'syscall' in cause) throw failed(`${name} cannot be written: ${codeOf(cause)}.`)
      throw cause
    })
  return { name, write }
}
