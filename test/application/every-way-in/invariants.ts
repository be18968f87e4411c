import type { Caller } from '#application/account/caller.ts'
import { nicknameKey } from '#domain/account/nickname.ts'
import { type Idea, isOpen, isUsed, mailedAgain } from './idea.ts'
import { cameOf, isRefused, meets, succeeds } from './outcomes.ts'
import { ADDRESS, ADDRESSES, PASSPORTS } from './people.ts'
import type { Place } from './place.ts'

let clients = 0

/** The attacker has as many clients as it takes. */
const elsewhere = (): Caller => ({ client: `elsewhere ${++clients}`, language: 'en', device: '' })

/** Every token that ever opened the account is tried: it opens it exactly as long as it should. */
const tokensOpenWhatTheyShould = async (on: Idea, { app }: Place): Promise<void> => {
  for (const door of on.doors) {
    const came = await cameOf(app.accounts.authenticate(door.token))
    meets(came.word, isOpen(on, door) ? 'ok' : 'NotAuthenticated', 'a session')
    if (came.value !== null) isUsed(on, door)
    meets(String(came.value?.userId ?? on.account?.id), String(on.account?.id), 'whose session it is')
  }
}

/** Everything the attacker ever chose, was shown or stole is tried: only the account's own password opens it. */
const passwordsOpenWhatTheyShould = async (on: Idea, { app }: Place): Promise<void> => {
  if (on.account === null) return
  for (const password of new Set(on.known.attacker)) {
    const came = await cameOf(app.accounts.logIn({ email: ADDRESS, password }, elsewhere()))
    const isStolen = on.stolen.has(password) && password === on.account.password
    if (on.account.password === null && on.account.change?.password === password) {
      isRefused(came, 'ActivationPending', 'a password of the attacker’s that waits')
      mailedAgain(on, 'add-password', on.account, on.account.change)
      continue
    }
    if (!isStolen) isRefused(came, 'WrongCredentials', 'a password of the attacker’s')
    else await app.accounts.authenticate(succeeds(came, 'a stolen password').token).andThen(app.accounts.logOut)
  }
}

/** The attacker's passports open no account of the address. */
const passportsOpenWhatTheyShould = async (on: Idea, { app, tokens }: Place): Promise<void> => {
  if (on.account === null) return
  const { subject } = PASSPORTS.attackersBareFacebook
  for (const outcome of [
    app.accounts.logInWithGoogle({ token: tokens.attackersUnverifiedGoogle }, elsewhere()),
    app.accounts.logInWithFacebook({ accessToken: tokens.attackersBareFacebook, facebookUserId: subject }, elsewhere()),
  ])
    isRefused(await cameOf(outcome), 'InvalidFields', 'a passport of the attacker’s')
}

/** One proved account an address and a nickname; once one is proved, nothing else waits for the address. */
const accountsAreUnique = async (on: Idea, at: Place): Promise<void> => {
  const users = await at.users()
  const verified = users.filter(({ state }) => state !== 'pending')
  for (const email of ADDRESSES)
    meets(
      String(verified.filter((user) => user.email === email).length > 1),
      'false',
      `two proved accounts of ${email}`,
    )
  const names = verified.map(({ nickname }) => nicknameKey(nickname))
  meets(String(new Set(names).size), String(names.length), 'nicknames of proved accounts')
  const ofAddress = users.filter(({ email }) => email === ADDRESS)
  const expected = on.account === null ? on.waiting.map(() => 'pending') : ['active']
  meets(ofAddress.map(({ state }) => state).join(), expected.join(), 'who has the address')
}

/** What holds after every step. */
export const invariantsHold = async (on: Idea, at: Place): Promise<void> => {
  await tokensOpenWhatTheyShould(on, at)
  await passwordsOpenWhatTheyShould(on, at)
  await passportsOpenWhatTheyShould(on, at)
  await accountsAreUnique(on, at)
}
