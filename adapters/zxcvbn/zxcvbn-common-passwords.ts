import { dictionary } from '@zxcvbn-ts/language-common'
import type { CommonPasswords } from '#application/account/ports.ts'

const LIST_SIZE = 10_000

/** The list is lower case and sorted by how often each password appeared in leaks, most common first. */
const commonest: ReadonlySet<string> = new Set(dictionary['passwords-common'].slice(0, LIST_SIZE))

/** The first 10,000 passwords of zxcvbn's list. */
export class ZxcvbnCommonPasswords implements CommonPasswords {
  includes(password: string): boolean {
    return commonest.has(password)
  }
}
