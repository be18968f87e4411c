import type { Soundhub } from '#application/soundhub.ts'
import { valueOf } from '#adapters/testing/contracts/subject.ts'
import { png } from '../../images/pictures.ts'
import {
  active,
  atWork,
  caller,
  facebookForm,
  googleToken,
  NEW_PASSWORD,
  PASSWORD,
  signedUp,
  signUpForm,
  staff,
  staged,
  withLastLogin,
} from '../given.ts'
import { KEYS } from '../keys.ts'
import type { World } from '../world.ts'
import type { Scene } from './scene.ts'

const email = 'ann@example.org'
const fresh = { newPassword: NEW_PASSWORD, newPasswordAgain: NEW_PASSWORD }
const by = caller()

const annAndBob = async (on: World) => ({ ann: await active(on, 'Ann'), bob: await active(on, 'Bob') })
const suspended = async (on: World) => {
  const [root, id] = [await staff(on), await active(on)]
  await valueOf(on.app.accounts.suspend({ staff: root, id }))
  return { staff: root, id }
}

/** What people do about accounts, once each, so that it succeeds. */
export const ACCOUNTS: Readonly<Record<keyof Soundhub['accounts'], Scene>> = {
  signUp: async (on) => {
    await signedUp(on, { nickname: 'Anna' })
    return ({ accounts }) => accounts.signUp(signUpForm(), by)
  },
  showActivation: async (on) => {
    const { key } = await signedUp(on)
    return ({ accounts }) => accounts.showActivation(key)
  },
  activate: async (on) => {
    const { key } = await signedUp(on)
    return ({ accounts }) => accounts.activate(key)
  },
  activateWithPassword: async (on) => {
    const { key } = await signedUp(on)
    return ({ accounts }) => accounts.activateWithPassword({ key, password: PASSWORD })
  },
  logIn: async (on) => {
    await active(on)
    return ({ accounts }) => accounts.logIn({ email, password: PASSWORD }, by)
  },
  logInWithGoogle: async (on) => {
    await signedUp(on)
    const form = { token: googleToken(on), nickname: 'Ann' }
    return ({ accounts }) => accounts.logInWithGoogle(form, by)
  },
  logInWithFacebook: async (on) => {
    const form = { ...facebookForm(on), nickname: 'Ann', email }
    return ({ accounts }) => accounts.logInWithFacebook(form, by)
  },
  logOut: async (on) => {
    const session = await atWork(on)
    return ({ accounts }) => accounts.logOut(session)
  },
  authenticate: async (on) => {
    await active(on)
    const { token } = await withLastLogin(on)
    return ({ accounts }) => accounts.authenticate(token)
  },
  checkPassword: async (on) => {
    const { userId } = await atWork(on)
    return ({ accounts }) => accounts.checkPassword(userId, { password: PASSWORD }, by)
  },
  changePassword: async (on) => {
    const session = await atWork(on)
    return ({ accounts }) => accounts.changePassword(session, fresh, by)
  },
  showPasswordChange: async (on) => {
    const key = await KEYS['change-password'](on)
    return ({ accounts }) => accounts.showPasswordChange(key)
  },
  confirmPassword: async (on) => {
    const key = await KEYS['change-password'](on)
    return ({ accounts }) => accounts.confirmPassword(key)
  },
  confirmPasswordWithPassword: async (on) => {
    const key = await KEYS['change-password'](on)
    return ({ accounts }) => accounts.confirmPasswordWithPassword({ key, password: NEW_PASSWORD })
  },
  requestPasswordReset: async (on) => {
    await active(on)
    return ({ accounts }) => accounts.requestPasswordReset({ email }, by)
  },
  showPasswordReset: async (on) => {
    const key = await KEYS['reset-password'](on)
    return ({ accounts }) => accounts.showPasswordReset(key)
  },
  resetPassword: async (on) => {
    const key = await KEYS['reset-password'](on)
    return ({ accounts }) => accounts.resetPassword({ ...fresh, key }, 'en')
  },
  showNotMeReport: async (on) => {
    const key = await KEYS['report-change'](on)
    return ({ accounts }) => accounts.showNotMeReport(key)
  },
  reportNotMe: async (on) => {
    const key = await KEYS['report-new-password'](on)
    return ({ accounts }) => accounts.reportNotMe(key)
  },
  listSessions: async (on) => {
    const { userId } = await atWork(on)
    return ({ accounts }) => accounts.listSessions(userId)
  },
  endSession: async (on) => {
    const { userId, id } = await atWork(on)
    return ({ accounts }) => accounts.endSession(userId, id)
  },
  delete: async (on) => {
    const { ann } = await annAndBob(on)
    return ({ accounts }) => accounts.delete({ id: ann, remover: ann })
  },
  createStaff: async () => (app) => app.accounts.createStaff({ email, nickname: 'Ann', password: PASSWORD }),
  suspend: async (on) => {
    const suspension = { staff: await staff(on), id: await active(on) }
    return ({ accounts }) => accounts.suspend(suspension)
  },
  readmit: async (on) => {
    const suspension = await suspended(on)
    return ({ accounts }) => accounts.readmit(suspension)
  },
}

/** What people do about profiles and whom they follow. */
export const USERS: Readonly<Record<keyof Soundhub['users'], Scene>> = {
  read: async (on) => {
    const ann = await active(on)
    return ({ users }) => users.read(ann)
  },
  readDetail: async (on) => {
    const ann = await active(on)
    return ({ users }) => users.readDetail(ann)
  },
  list: async () => (app) => app.users.list(),
  editProfile: async (on) => {
    const ann = await active(on)
    return ({ users }) => users.editProfile({ id: ann, editor: ann, nickname: 'Anna' })
  },
  changePictures: async (on) => {
    const ann = await active(on)
    const change = async () => ({ id: ann, editor: ann, picture: await staged(on, await png(4, 4)) })
    await valueOf(on.app.users.changePictures(await change()))
    const next = await change()
    return ({ users }) => users.changePictures(next)
  },
  follow: async (on) => {
    const { ann, bob } = await annAndBob(on)
    return ({ users }) => users.follow({ follower: ann, followed: bob })
  },
  unfollow: async (on) => {
    const { ann, bob } = await annAndBob(on)
    await valueOf(on.app.users.follow({ follower: ann, followed: bob }))
    return ({ users }) => users.unfollow({ follower: ann, followed: bob })
  },
  toggleFollow: async (on) => {
    const { ann, bob } = await annAndBob(on)
    return ({ users }) => users.toggleFollow({ follower: ann, followed: bob })
  },
}
