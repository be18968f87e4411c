/** How often a fault is injected: a few times in `npm test`, and in full with `npm run test:faults`. */
export const rounds = (short: number, full: number): number => (process.env['FAULTS'] === 'full' ? full : short)
