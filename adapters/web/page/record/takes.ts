import { signal } from '@preact/signals'
import type { StemToPlay } from '../player/protocol.ts'
import { placeOf, readTake, type Take, takeOf } from './take.ts'
import { lockOf, notesOf, soundOf, takeFolder } from './take-folder.ts'
import { readTakeName } from './take-name.ts'
import type { Taker } from './taker.ts'

const SOUND = '.flac'

/** A finished take on this device. */
export type KeptTake = {
  readonly take: Take
  /** Where it is played from. */
  readonly url: string
  /** Whether it is heard with the song. */
  readonly isHeard: boolean
}

const textOf = async (folder: FileSystemDirectoryHandle, file: string): Promise<string> => {
  try {
    return await (await (await folder.getFileHandle(file)).getFile()).text()
  } catch {
    return ''
  }
}

const namesIn = async (folder: FileSystemDirectoryHandle): Promise<readonly string[]> => {
  const { held = [] } = await navigator.locks.query()
  const locked = new Set(held.map(({ name }) => name))
  const names: string[] = []
  for await (const file of folder.keys()) {
    if (!file.endsWith(SOUND)) continue
    const name = file.slice(0, -SOUND.length)
    if (!locked.has(lockOf(name))) names.push(name)
  }
  return names
}

/** The takes for a post, or for a new one, that are on this device: also those of a tab that was closed or killed. */
export const newTakes = (post: number | null, taker: Taker) => {
  const all = signal<readonly KeptTake[]>([])
  /** Whether there is a place for takes: a private window may have none. */
  const isPossible = signal(true)

  const read = async (folder: FileSystemDirectoryHandle, name: string): Promise<KeptTake | null> => {
    const noted = readTake(name, await textOf(folder, notesOf(name)))
    const take = noted.frames === null ? { ...noted, frames: await taker.mend(name) } : noted
    if (take.frames === 0) {
      await remove(name)
      return null
    }
    if (noted.frames === null) taker.tell({ type: 'keep', take })
    const file = await (await folder.getFileHandle(soundOf(name))).getFile()
    return { take, url: URL.createObjectURL(file), isHeard: false }
  }

  /** Finds what is there. */
  const load = async (): Promise<void> => {
    try {
      const folder = await takeFolder()
      const known = new Set(all.value.map(({ take }) => take.name))
      const names = (await namesIn(folder)).filter((name) => !known.has(name) && readTakeName(name)?.post === post)
      const found = await Promise.all(names.map((name) => read(folder, name)))
      all.value = [...all.value, ...found.filter((one) => one !== null)].toSorted(
        (one, other) => takeOf(one.take).madeAt.getTime() - takeOf(other.take).madeAt.getTime(),
      )
    } catch {
      isPossible.value = false
    }
  }

  /** A take that was just finished. */
  const add = async (take: Take): Promise<void> => {
    taker.tell({ type: 'keep', take })
    if (take.frames === 0) return remove(take.name)
    const file = await (await (await takeFolder()).getFileHandle(soundOf(take.name))).getFile()
    all.value = [...all.value, { take, url: URL.createObjectURL(file), isHeard: false }]
    hearOnly(take.name)
  }

  /** Changes a take, and keeps that. */
  const change = (name: string, how: (take: Take) => Take): void => {
    all.value = all.value.map((kept) => {
      if (kept.take.name !== name) return kept
      const take = how(kept.take)
      taker.tell({ type: 'keep', take })
      return { ...kept, take }
    })
  }

  const hear = (name: string, isHeard: boolean): void => {
    all.value = all.value.map((kept) => (kept.take.name === name ? { ...kept, isHeard } : kept))
  }

  /** Lets one be heard, or none. */
  const hearOnly = (name: string | null): void => {
    all.value = all.value.map((kept) => ({ ...kept, isHeard: kept.take.name === name }))
  }

  const remove = async (name: string): Promise<void> => {
    const kept = all.value.find(({ take }) => take.name === name)
    if (kept !== undefined) URL.revokeObjectURL(kept.url)
    all.value = all.value.filter(({ take }) => take.name !== name)
    const folder = await takeFolder()
    await Promise.allSettled([folder.removeEntry(soundOf(name)), folder.removeEntry(notesOf(name))])
  }

  return { all, isPossible, load, add, change, hear, hearOnly, remove }
}

export type Takes = ReturnType<typeof newTakes>

/** The takes that are heard, as further stems of what is played. Their keys are negative. */
export const stemsOf = (takes: readonly KeptTake[]): readonly StemToPlay[] =>
  takes
    .map(({ take, url, isHeard }, at): StemToPlay | null => {
      const { offset, skip, frames } = placeOf(take)
      if (!isHeard || frames === 0) return null
      // The engine knows a file by its address, and this one by how much of it is heard.
      const stem = { key: -1 - at, url: `${url}#${skip}-${frames}`, frames, skip, offset }
      return { ...stem, headroom: 0, gain: 0, pan: 0, mute: false, solo: false }
    })
    .filter((stem) => stem !== null)
