import type { Ports } from '#application/ports.ts'

/** For a host that checks new passwords itself: none is refused for being common. */
export const withoutCommonPasswords: Pick<Ports, 'commonPasswords'> = { commonPasswords: { includes: () => false } }
