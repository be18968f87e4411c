import { ok } from 'neverthrow'
import type { AuditLog } from '#application/account/ports.ts'
import type { Outcome } from '#application/shared/outcome.ts'
import type { AuditEntry } from '#domain/account/staff.ts'
import type { MemoryStore, MemoryUnit } from '../store/memory-store.ts'

/** Entries stay when the users and posts they name are deleted. */
export const memoryAuditLog = (unit: MemoryUnit): AuditLog => ({
  add: (entry) => unit.step((draft) => ok(draft.put('audit', unit.nextId('audit'), entry))),
})

/** The audit log, oldest entry first. */
export const readAuditLog = (store: MemoryStore) => (): Outcome<readonly AuditEntry[]> =>
  store.read(({ audit }) => [...audit.values()])
