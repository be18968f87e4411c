import { soundhub } from 'soundhub'

const SOMEBODY = { email: 'somebody@example.org', nickname: 'somebody', password: 'seven-strings' }

const typeOf = async (outcome) =>
  (await outcome).match(
    () => 'welcome',
    ({ type }) => type,
  )
const usersOf = async (app) => (await app.users.list({}))._unsafeUnwrap().rows.length

/** Somebody joins one Soundhub. What each of the two says when they log in, and how many users it has. */
export const meet = async (ports, others) => {
  const [one, other] = [soundhub(ports), soundhub(others)]
  ;(await one.accounts.createStaff(SOMEBODY))._unsafeUnwrap()
  const told = [await typeOf(one.accounts.logIn(SOMEBODY)), await typeOf(other.accounts.logIn(SOMEBODY))]
  return [...told, await usersOf(one), await usersOf(other)].join(' ')
}
