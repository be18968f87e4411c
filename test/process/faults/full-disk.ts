import promises, { chmod, type FileHandle, rm, writeFile as writeNow } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import type { NativeFfmpeg } from '#adapters/ffmpeg/find-ffmpeg.ts'

const full = (): Error => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

/** Blocks of 512 bytes: what a shell counts a file's size in. */
const SHELL_BLOCK = 512

/** What the test itself puts under its folder. */
export const ROOM_FLAG = 'room'
export const FFMPEG_SCRIPT = 'ffmpeg.sh'

/** A disk under a folder that has room for so many bytes, or for all of them. */
export type Disk = {
  /** From now on so many bytes can be written there, by this process and by each ffmpeg it starts. */
  readonly fill: (room: number, ofEachFfmpeg?: number) => Promise<void>
  /** There is room again. */
  readonly clear: () => Promise<void>
  /** Everything is as it was before. */
  readonly unmount: () => Promise<void>
}

/** An ffmpeg that cannot write more than is said in the file, if there is one. Too large a file kills it, as `ulimit` does. */
export const limitedFfmpeg = async (ffmpeg: NativeFfmpeg, folder: string): Promise<NativeFfmpeg> => {
  const path = join(folder, FFMPEG_SCRIPT)
  const flag = join(folder, ROOM_FLAG)
  await writeNow(path, `#!/bin/sh\n[ -e '${flag}' ] && ulimit -f "$(cat '${flag}')"\nexec '${ffmpeg.path}' "$@"\n`)
  await chmod(path, 0o755)
  return { ...ffmpeg, path }
}

/** Puts a disk that can be filled under the folder. What was written before stays and does not count. */
export const diskUnder = (folder: string): Disk => {
  const { open, writeFile } = promises
  const flag = join(folder, ROOM_FLAG)
  let room = Number.POSITIVE_INFINITY
  const isBelow = (path: unknown): boolean => typeof path === 'string' && path.startsWith(`${folder}/`)

  /** What of these bytes there is room for. */
  const fitting = (bytes: Uint8Array): Uint8Array => {
    const part = bytes.subarray(0, room)
    room -= part.length
    return part
  }
  const limited = (file: FileHandle): FileHandle => {
    const write = file.write.bind(file) as (bytes: Uint8Array, ...rest: unknown[]) => unknown
    const writeWhole = file.writeFile.bind(file)
    return Object.assign(file, {
      // What fits is written, as a kernel does; the next call fails.
      write: async (bytes: Uint8Array, offset = 0, _length?: number, position?: number): Promise<unknown> => {
        const part = fitting(bytes.subarray(offset))
        if (part.length === 0 && bytes.length > offset) throw full()
        return write(part, 0, part.length, position)
      },
      writeFile: async (bytes: Uint8Array): Promise<void> => {
        const part = fitting(bytes)
        await writeWhole(part)
        if (part.length < bytes.length) throw full()
      },
    })
  }
  Object.assign(promises, {
    open: async (path: string, ...rest: []): Promise<FileHandle> => {
      const file = await open(path, ...rest)
      return isBelow(path) ? limited(file) : file
    },
    writeFile: async (path: string, content: Uint8Array | string, ...rest: []): Promise<void> => {
      if (!isBelow(path)) return writeFile(path, content, ...rest)
      const bytes = Buffer.from(content as Uint8Array)
      const part = fitting(bytes)
      await writeFile(path, part, ...rest)
      if (part.length < bytes.length) throw full()
    },
  })
  syncBuiltinESMExports()
  const clear = async (): Promise<void> => {
    room = Number.POSITIVE_INFINITY
    await rm(flag, { force: true })
  }
  return {
    fill: async (bytes, ofEachFfmpeg = bytes) => {
      await writeFile(flag, String(Math.floor(ofEachFfmpeg / SHELL_BLOCK)))
      room = bytes
    },
    clear,
    unmount: async () => {
      Object.assign(promises, { open, writeFile })
      syncBuiltinESMExports()
      await clear()
    },
  }
}
