import { expect, it } from 'vitest'
import { newPendingBytes } from '#domain/sound/pending-bytes.ts'

it('lets go of chunks that were copied, and of none that is still looked at', () => {
  const gone: Uint8Array[] = []
  const pending = newPendingBytes((chunk) => {
    gone.push(chunk)
    chunk.fill(0)
  })
  const chunks = [Uint8Array.of(1, 2, 3), Uint8Array.of(4, 5), Uint8Array.of(6)]
  pending.add(chunks[0]!)
  expect([...pending.all()]).toEqual([1, 2, 3])
  expect(gone).toEqual([])
  pending.drop(2)
  pending.add(chunks[1]!)
  pending.add(chunks[2]!)
  expect([...pending.all()]).toEqual([3, 4, 5, 6])
  expect([...pending.all()]).toEqual([3, 4, 5, 6])
  expect(gone).toHaveLength(3)
})
