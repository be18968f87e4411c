import { errAsync, ok, okAsync, ResultAsync } from 'neverthrow'
import { unavailable } from 'soundhub'

const down = (cause) => unavailable('files', cause)

/** Changes what a store reads: the bytes of a file, before they are cut into a range or after. */
const readingBytes = (store, change) => ({
  ...store,
  read: (path, range) => store.read(path, range).map((blob) => blob && { ...blob, bytes: change(blob.bytes, range) }),
})

async function* each(stream, change) {
  for await (const piece of stream) yield piece.map(change)
}

/** Every key of the map, in the order in which it came. */
const below = (files, folder) => [...files.keys()].filter((path) => path.startsWith(folder))

/**
 * One planted fault each: what it breaks, the cases of the suite that have to see it, and how. `store` is the sound adapter,
 * `files` the map it stands on, `staging` where uploads wait, `open` fails in an outage.
 */
export const MUTANTS = [
  {
    fault: 'drops the last byte of a large file',
    seenBy: ['gives back what it keeps'],
    plant: ({ store }) =>
      readingBytes(store, (bytes, range) =>
        range === undefined ? each(bytes, (piece) => (piece.length > 1000 ? piece.slice(0, -1) : piece)) : bytes,
      ),
  },
  {
    fault: 'takes an empty file for none',
    seenBy: ['gives back what it keeps'],
    plant: ({ store }) => ({
      ...store,
      read: (path, range) => store.read(path, range).map((blob) => (blob?.size === 0 ? null : blob)),
    }),
  },
  {
    fault: 'gives each file once',
    seenBy: ['gives back what it keeps'],
    plant: ({ store }) => {
      const given = new Set()
      return {
        ...store,
        read: (path, range) => {
          if (given.has(path)) return okAsync(null)
          given.add(path)
          return store.read(path, range)
        },
      }
    },
  },
  {
    fault: 'ends a range one byte early',
    seenBy: ['gives any range of a file'],
    plant: ({ store }) =>
      readingBytes(store, (bytes, range) => (range === undefined ? bytes : each(bytes, (piece) => piece.slice(0, -1)))),
  },
  {
    fault: 'gives the whole file where a range is asked for',
    seenBy: ['gives any range of a file'],
    plant: ({ store }) => ({ ...store, read: (path) => store.read(path) }),
  },
  {
    fault: 'tells the size of the range and not of the file',
    seenBy: ['gives any range of a file'],
    plant: ({ store }) => ({
      ...store,
      read: (path, range) =>
        store.read(path, range).map((blob) => blob && range && { ...blob, size: range.last - range.first + 1 }),
    }),
  },
  {
    fault: 'answers an empty file for what is not there',
    seenBy: ['answers null for what is not there'],
    plant: ({ store }) => ({
      ...store,
      read: (path, range) => store.read(path, range).map((blob) => blob ?? { size: 0, bytes: each([], String) }),
    }),
  },
  {
    fault: 'is unavailable for what is not there',
    seenBy: ['answers null for what is not there'],
    plant: ({ store }) => ({
      ...store,
      read: (path, range) =>
        store.read(path, range).andThen((blob) => (blob === null ? errAsync(down('not there')) : okAsync(blob))),
    }),
  },
  {
    fault: 'overwrites what lies at a path',
    seenBy: ['never changes what lies at a path'],
    plant: ({ store, open }) => ({
      ...store,
      keep: (file, path) =>
        ResultAsync.fromPromise((async () => open().delete(path))(), down).andThen(() => store.keep(file, path)),
    }),
  },
  {
    fault: 'reads a kept file from where it was staged',
    seenBy: ['keeps what it has when the staged file is discarded'],
    plant: ({ store, staging }) => {
      const stagedAs = new Map()
      return {
        ...store,
        keep: (file, path) => store.keep(file, path).map(() => void (stagedAs.has(path) || stagedAs.set(path, file))),
        read: (path, range) =>
          store
            .read(path, range)
            .map((blob) => blob && (range ? blob : { ...blob, bytes: staging.read(stagedAs.get(path)) })),
      }
    },
  },
  {
    fault: 'keeps nothing of a discarded upload and says that it did',
    seenBy: ['does not keep a staged file that was discarded'],
    plant: ({ store }) => ({ ...store, keep: (file, path) => store.keep(file, path).orElse(() => okAsync()) }),
  },
  {
    fault: 'keeps an empty file for a discarded upload',
    seenBy: ['does not keep a staged file that was discarded'],
    plant: ({ store, files }) => ({
      ...store,
      keep: (file, path) =>
        store.keep(file, path).mapErr((refusal) => {
          files.set(path, { bytes: new Uint8Array(), modifiedAt: 0 })
          return refusal
        }),
    }),
  },
  {
    fault: 'hands out the bytes it holds',
    seenBy: ['shares no bytes with whoever reads'],
    plant: ({ store, files }) => ({
      ...store,
      read: (path, range) =>
        store
          .read(path, range)
          .map((blob) => blob && (range ? blob : { ...blob, bytes: each([ok(files.get(path).bytes)], (all) => all) })),
    }),
  },
  {
    fault: 'removes nothing',
    seenBy: ['removes a file, and no other, and may do so again'],
    plant: ({ store, open }) => ({
      ...store,
      remove: () => ResultAsync.fromPromise((async () => void open())(), down),
    }),
  },
  {
    fault: 'removes everything beside the file',
    seenBy: ['removes a file, and no other, and may do so again'],
    plant: ({ store, files }) => ({
      ...store,
      remove: (path) =>
        store.remove(path).map(() => {
          for (const beside of below(files, path.slice(0, path.lastIndexOf('/')))) files.delete(beside)
        }),
    }),
  },
  {
    fault: 'refuses to remove what is gone',
    seenBy: ['removes a file, and no other, and may do so again'],
    plant: ({ store, files }) => ({
      ...store,
      remove: (path) => (files.has(path) ? store.remove(path) : errAsync(down('gone'))),
    }),
  },
  {
    fault: 'keeps nothing where something was removed',
    seenBy: ['can keep a file again where one was removed'],
    plant: ({ store }) => {
      const removed = new Set()
      return {
        ...store,
        keep: (file, path) => (removed.has(path) ? okAsync() : store.keep(file, path)),
        remove: (path) => store.remove(path).map(() => void removed.add(path)),
      }
    },
  },
  {
    fault: 'lists in the order in which files came',
    seenBy: ['lists what it has in pages, in order, each once, with when it arrived'],
    plant: ({ store, files }) => ({
      ...store,
      list: (after, limit) =>
        store.list(after, 10_000).map((all) => {
          const came = [...files.keys()].toReversed()
          return all.toSorted((one, other) => came.indexOf(one.path) - came.indexOf(other.path)).slice(0, limit)
        }),
    }),
  },
  {
    fault: 'starts every list at the beginning',
    seenBy: ['lists what it has in pages, in order, each once, with when it arrived'],
    plant: ({ store }) => {
      let pages = 0
      return { ...store, list: (after, limit) => store.list(null, ++pages > 20 ? 0 : limit) }
    },
  },
  {
    fault: 'lists the file that a page begins after',
    seenBy: ['lists what it has in pages, in order, each once, with when it arrived'],
    plant: ({ store, files }) => {
      let pages = 0
      return {
        ...store,
        list: (after, limit) =>
          store.list(after, limit).map((page) => {
            const again = files.has(after) && ++pages < 20 ? [{ path: after, modifiedAt: 0 }, ...page] : page
            return again.slice(0, limit)
          }),
      }
    },
  },
  {
    fault: 'leaves out a file between two pages',
    seenBy: ['lists what it has in pages, in order, each once, with when it arrived'],
    plant: ({ store, files }) => ({
      ...store,
      list: (after, limit) =>
        store.list(after, limit + 1).map((page) => (files.has(after) ? page.slice(1) : page.slice(0, limit))),
    }),
  },
  {
    fault: 'lists no more than one page',
    seenBy: ['lists what it has in pages, in order, each once, with when it arrived'],
    plant: ({ store }) => ({ ...store, list: (after, limit) => store.list(after, Math.min(limit, 2)) }),
  },
  {
    fault: 'tells no time of arrival',
    seenBy: ['lists what it has in pages, in order, each once, with when it arrived'],
    plant: ({ store }) => ({
      ...store,
      list: (after, limit) => store.list(after, limit).map((page) => page.map(({ path }) => ({ path }))),
    }),
  },
  {
    fault: 'lists what was removed',
    seenBy: ['lists what it has in pages, in order, each once, with when it arrived'],
    plant: ({ store }) => {
      const removed = new Set()
      return {
        ...store,
        remove: (path) => store.remove(path).map(() => void removed.add(path)),
        list: (after, limit) =>
          store.list(after, limit).map((page) => [...page, ...[...removed].map((path) => ({ path, modifiedAt: 0 }))]),
      }
    },
  },
  {
    fault: 'removes folders whose names begin alike',
    seenBy: ['removes everything below a folder, and nothing beside it, and may do so again'],
    plant: ({ store, files }) => ({
      ...store,
      removeFolder: (folder) =>
        store.removeFolder(folder).map(() => {
          for (const path of below(files, folder)) files.delete(path)
        }),
    }),
  },
  {
    fault: 'removes one file of a folder',
    seenBy: ['removes everything below a folder, and nothing beside it, and may do so again'],
    plant: ({ store, files }) => ({
      ...store,
      removeFolder: (folder) => {
        const [first] = below(files, `${folder}/`)
        return first === undefined ? store.removeFolder(folder) : store.remove(first)
      },
    }),
  },
  {
    fault: 'refuses to remove an empty folder',
    seenBy: ['removes everything below a folder, and nothing beside it, and may do so again'],
    plant: ({ store, files }) => ({
      ...store,
      removeFolder: (folder) =>
        below(files, `${folder}/`).length === 0 ? errAsync(down('empty')) : store.removeFolder(folder),
    }),
  },
  {
    fault: 'gives up files that are whole',
    seenBy: ['gives up what was never finished, and no file that is whole, and may do so again'],
    plant: ({ store, files }) => ({
      ...store,
      abortUnfinished: (before) => {
        for (const [path, { modifiedAt }] of files) if (modifiedAt < before) files.delete(path)
        return store.abortUnfinished(before)
      },
    }),
  },
  {
    fault: 'throws in an outage',
    seenBy: ['answers Unavailable in an outage, and has its files after it'],
    plant: ({ store, open }) => ({
      ...store,
      remove: (path) => {
        open()
        return store.remove(path)
      },
    }),
  },
  {
    fault: 'answers null in an outage',
    seenBy: ['answers Unavailable in an outage, and has its files after it'],
    plant: ({ store }) => ({ ...store, read: (path, range) => store.read(path, range).orElse(() => okAsync(null)) }),
  },
  {
    fault: 'says in an outage that it kept a file',
    seenBy: ['answers Unavailable in an outage, and has its files after it'],
    plant: ({ store, isUp }) => ({
      ...store,
      keep: (file, path) => (isUp() ? store.keep(file, path) : okAsync()),
    }),
  },
  {
    fault: 'lists nothing in an outage',
    seenBy: ['answers Unavailable in an outage, and has its files after it'],
    plant: ({ store }) => ({ ...store, list: (after, limit) => store.list(after, limit).orElse(() => okAsync([])) }),
  },
  {
    fault: 'takes a folder in an outage for removed',
    seenBy: ['answers Unavailable in an outage, and has its files after it'],
    plant: ({ store }) => ({ ...store, removeFolder: (folder) => store.removeFolder(folder).orElse(() => okAsync()) }),
  },
  {
    fault: 'has lost everything after an outage',
    seenBy: ['answers Unavailable in an outage, and has its files after it'],
    plant: ({ store, files, isUp }) => ({
      ...store,
      read: (path, range) => {
        if (!isUp()) files.clear()
        return store.read(path, range)
      },
    }),
  },
]
