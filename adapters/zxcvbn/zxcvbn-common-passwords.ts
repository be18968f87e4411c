import { dictionary } from '@zxcvbn-ts/language-common'
import type { CommonPasswords } from '#application/account/ports.ts'

const HOW_MANY = 10_000

/** The list is ranked by how often each was seen in leaks, commonest first, and is in lower case. */
const commonest: ReadonlySet<string> = new Set(dictionary['passwords-common'].slice(0, HOW_MANY))

/** The first 10,000 passwords of zxcvbn's list. */
export class ZxcvbnCommonPasswords implements CommonPasswords {
  includes(password: string): boolean {
    return commonest.has(password)
  }
}
