import type { Purpose } from '#domain/account/activation-key.ts'
import type { Secret } from '#domain/account/secret.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import {
  active,
  atWork,
  caller,
  googleUser,
  mailedNotMeKey,
  mailedKey,
  NEW_PASSWORD,
  signedUp,
  signUpForm,
  stranger,
} from './given.ts'
import type { World } from './world.ts'

const fresh = { newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }
const email = 'ann@example.org'

/** A living key of each purpose, as its mail carries it. */
export const KEYS: Readonly<Record<Purpose, (on: World) => Promise<Secret>>> = {
  activation: async (on) => (await signedUp(on)).key,
  'add-password': async (on) => {
    await googleUser(on)
    await valueOf(on.app.accounts.signUp(signUpForm({ newPassword: NEW_PASSWORD }), stranger()))
    return mailedKey(on, 'add-password')
  },
  'change-password': async (on) => {
    await valueOf(on.app.accounts.changePassword(await atWork(on), fresh, caller()))
    return mailedKey(on, 'change-password')
  },
  'reset-password': async (on) => {
    await active(on)
    await valueOf(on.app.accounts.requestPasswordReset({ email }, caller()))
    return mailedKey(on, 'reset-password')
  },
  'report-sign-up': async (on) => {
    await signedUp(on)
    return mailedNotMeKey(on, 'activation')
  },
  'report-change': async (on) => {
    await valueOf(on.app.accounts.changePassword(await atWork(on), fresh, caller()))
    return mailedNotMeKey(on, 'change-password')
  },
  'report-reset': async (on) => {
    await active(on)
    await valueOf(on.app.accounts.requestPasswordReset({ email }, caller()))
    return mailedNotMeKey(on, 'reset-password')
  },
  'report-new-password': async (on) => {
    await valueOf(on.app.accounts.resetPassword({ ...fresh, key: await KEYS['reset-password'](on) }, 'en'))
    return mailedNotMeKey(on, 'password-changed')
  },
}
