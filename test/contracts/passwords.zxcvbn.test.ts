import { ZxcvbnCommonPasswords } from '#adapters/zxcvbn/zxcvbn-common-passwords.ts'
import { commonPasswordsContract } from '#adapters/testing/contracts/account/passwords-contract.ts'

commonPasswordsContract('of zxcvbn', async () => ({
  subject: new ZxcvbnCommonPasswords(),
  close: async () => undefined,
}))
