import * as vitest from 'vitest'
import { ZxcvbnCommonPasswords } from '#adapters/zxcvbn/zxcvbn-common-passwords.ts'
import { commonPasswordsContract } from '#adapters/testing/contracts.ts'

commonPasswordsContract(
  vitest,
  async () => ({
    subject: new ZxcvbnCommonPasswords(),
    close: async () => undefined,
  }),
  { name: 'of zxcvbn' },
)
