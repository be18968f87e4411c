import { randomBytes, randomFillSync } from 'node:crypto'
import type { Chance } from '#application/shared/system.ts'

/** 48 bits, which a double represents exactly. */
const ROLL_BYTES = 6

/** The operating system's random source. */
export class SystemChance implements Chance {
  bytes(length: number): Uint8Array {
    return randomFillSync(new Uint8Array(length))
  }

  roll(): number {
    return randomBytes(ROLL_BYTES).readUIntBE(0, ROLL_BYTES) / 2 ** (8 * ROLL_BYTES)
  }
}
