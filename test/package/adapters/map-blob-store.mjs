import { ok, ResultAsync } from 'neverthrow'
import { unavailable } from 'soundhub'

/**
 * Stores files in a map. `open` gives the map, or throws while it is out of reach, as the client of a real store would.
 * Uploads are read from `staging`.
 */
export const mapBlobStore = ({ open, staging, now = Date.now }) => ({
  keep: (file, path) =>
    attempt(async () => {
      const bytes = await wholeOf(staging.read(file))
      const files = open()
      if (!files.has(path)) files.set(path, { bytes, modifiedAt: now() })
    }),

  read: (path, range) =>
    attempt(async () => {
      const file = open().get(path)
      if (file === undefined) return null
      const { first, last } = range ?? { first: 0, last: file.bytes.length - 1 }
      return { size: file.bytes.length, bytes: inOnePiece(file.bytes.slice(first, last + 1)) }
    }),

  list: (after, limit) =>
    attempt(async () => {
      const files = [...open()].filter(([path]) => after === null || path > after)
      const inOrder = files.toSorted(([one], [other]) => (one < other ? -1 : 1))
      return inOrder.slice(0, limit).map(([path, { modifiedAt }]) => ({ path, modifiedAt }))
    }),

  remove: (path) => attempt(async () => void open().delete(path)),

  removeFolder: (folder) =>
    attempt(async () => {
      const files = open()
      for (const path of files.keys()) if (path.startsWith(`${folder}/`)) files.delete(path)
    }),

  abortUnfinished: () =>
    attempt(async () => {
      open()
      return 0 // a map has whole files only
    }),
})

/** Whatever is thrown becomes `Unavailable`. */
const attempt = (work) => ResultAsync.fromPromise(work(), (cause) => unavailable('files', cause))

const wholeOf = async (stream) => {
  const pieces = []
  for await (const piece of stream) {
    if (piece.isErr()) throw piece.error
    pieces.push(piece.value)
  }
  return new Uint8Array(await new Blob(pieces).arrayBuffer())
}

async function* inOnePiece(bytes) {
  yield ok(bytes)
}
