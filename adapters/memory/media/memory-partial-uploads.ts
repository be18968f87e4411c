import { err, ok, type Result, ResultAsync } from 'neverthrow'
import { type Unavailable, unavailable } from '#application/shared/outcome.ts'
import { type AppendTurn, appendTurns } from '#application/track/append-turns.ts'
import type { ByteStream } from '#application/track/audio.ts'
import type { AppendRefusal, PartialUploads } from '#application/track/partial-uploads.ts'
import {
  type BegunUpload,
  goesOnWhereItEnded,
  neverMoreThanAnnounced,
  type PartialUpload,
  type UploadId,
} from '#domain/track/partial-upload.ts'
import { type MemoryOutage, memoryOutage } from '../store/memory-outage.ts'

type Kept = { readonly upload: BegunUpload; pieces: readonly Uint8Array[] }

const withOffset = ({ upload, pieces }: Kept): PartialUpload => ({
  ...upload,
  offset: pieces.reduce((bytes, piece) => bytes + piece.length, 0),
})

/** Holds uploads in memory; they go with the process. */
export const memoryPartialUploads = (outage: MemoryOutage = memoryOutage()): PartialUploads => {
  const kept = new Map<UploadId, Kept>()
  const takeTurn = appendTurns()
  const reached = <Value>(find: () => Value): ResultAsync<Value, Unavailable> =>
    new ResultAsync(Promise.resolve(outage.check('files').map(find)))

  const append = async <Fault>(
    id: UploadId,
    offset: number,
    bytes: ByteStream<Fault>,
    turn: AppendTurn,
  ): Promise<Result<number, AppendRefusal | Fault | Unavailable>> => {
    const before = outage.check('files')
    if (before.isErr()) return err(before.error)
    const one = kept.get(id)
    if (one === undefined) return err({ type: 'UploadNotFound' })
    const there = goesOnWhereItEnded(offset, withOffset(one).offset)
    if (there.isErr()) return err(there.error)
    let end = there.value
    try {
      for await (const piece of turn.whileItLasts(bytes)) {
        if (piece.isErr()) return err(piece.error)
        const reachable = outage.check('files')
        if (reachable.isErr()) return err(reachable.error)
        const next = neverMoreThanAnnounced(one.upload, end, piece.value.length)
        if (next.isErr()) return err(next.error)
        one.pieces = [...one.pieces, piece.value.slice()]
        end = next.value
      }
    } catch (cause) {
      return err(unavailable('files', cause))
    }
    return turn.isOver() ? err({ type: 'UploadOffsetDiffers', offset: end }) : ok(end)
  }

  return {
    add: (upload) => reached(() => void kept.set(upload.id, { upload: { ...upload }, pieces: [] })),
    byId: (id) =>
      reached(() => {
        const one = kept.get(id)
        return one === undefined ? null : withOffset(one)
      }),
    all: () => reached(() => [...kept.values()].map(withOffset)),
    append: (id, offset, bytes) => new ResultAsync(takeTurn(id, (turn) => append(id, offset, bytes, turn))),
    read: async function* (id) {
      for (let at = 0; ; at++) {
        const reachable = outage.check('files')
        if (reachable.isErr()) return yield err(reachable.error)
        const one = kept.get(id)
        if (one === undefined) return yield err(unavailable('files', new Error(`no upload ${id}`)))
        const piece = one.pieces[at]
        if (piece === undefined) return
        // Copies, so that nobody can change what is kept.
        yield ok(piece.slice())
      }
    },
    remove: (id) =>
      new ResultAsync(takeTurn(id, () => Promise.resolve(outage.check('files').map(() => void kept.delete(id))))),
  }
}
