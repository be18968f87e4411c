import { ok } from 'neverthrow'
import type { AuditQueries } from '#application/account/audit-view.ts'
import type { AuditLog } from '#application/account/ports.ts'
import { authorView, pageThrough } from '../queries/memory-views.ts'
import type { MemoryStore, MemoryUnit } from '../store/memory-store.ts'

/** Entries stay when the users and posts they name are deleted. */
export const memoryAuditLog = (unit: MemoryUnit): AuditLog => ({
  add: (entry) => unit.step((draft) => ok(draft.put('audit', unit.nextId('audit'), entry))),
})

export const memoryAuditQueries = (store: MemoryStore): AuditQueries => ({
  list: (request) =>
    store.read((tables) => {
      const entries = [...tables.audit].map(([id, entry]) => ({ id, entry }))
      const page = pageThrough(entries, request, ({ id }) => ({ key: id, id }))
      const staffOf = (id: (typeof entries)[number]['entry']['staffId']) =>
        id !== null && tables.users.has(id) ? authorView(tables, id) : null
      return { ...page, rows: page.rows.map(({ id, entry }) => ({ ...entry, id, staff: staffOf(entry.staffId) })) }
    }),
})
