import { okAsync } from 'neverthrow'
import type { Transaction, UnitOfWork } from '#application/shared/unit-of-work.ts'
import { soundhub, type Soundhub } from '#application/soundhub.ts'
import type { MakeSoundhub, Parts } from './place.ts'

/** A Soundhub without one of its rules. */
export type Mutant = { readonly without: string; readonly make: MakeSoundhub }

/** Other parts in place of some. */
export type Alter = (parts: Parts) => Partial<Parts>

/** What is done with accounts. */
export type Accounts = Soundhub['accounts']

/** These use cases of accounts stand on altered parts, and the others on what they should. */
export const only =
  (names: readonly (keyof Accounts)[], alter: Alter): MakeSoundhub =>
  (parts) => {
    const [app, altered] = [soundhub(parts), soundhub({ ...parts, ...alter(parts) })]
    const some = Object.fromEntries(names.map((name) => [name, altered.accounts[name]]))
    return { ...app, accounts: { ...app.accounts, ...some } }
  }

/** The same for all jobs. */
export const inJobs =
  (alter: Alter): MakeSoundhub =>
  (parts) => ({ ...soundhub(parts), worker: soundhub({ ...parts, ...alter(parts) }).worker })

/** What repositories of a transaction do otherwise. */
export type Changes = {
  readonly [Name in keyof Transaction]?: (port: Transaction[Name], all: Transaction) => Partial<Transaction[Name]>
}

const changedPort = (port: object, instead: object): object =>
  new Proxy(port, {
    get: (target, method) => {
      const changed: unknown = Reflect.get(instead, method)
      if (changed !== undefined) return changed
      const own: unknown = Reflect.get(target, method)
      return typeof own === 'function' ? own.bind(target) : own
    },
  })

const changedBy = (changes: Changes, all: Transaction): Transaction => {
  const names = Object.keys(changes) as readonly (keyof Transaction)[]
  const changed = names.map((name) => [name, changedPort(all[name], changes[name]!(all[name] as never, all))] as const)
  return { ...all, ...Object.fromEntries(changed) }
}

/** Transactions whose repositories do some things otherwise. */
export const inTransactions =
  (changes: Changes): Alter =>
  ({ unitOfWork }) => {
    const units: UnitOfWork = { run: (work) => unitOfWork.run((all) => work(changedBy(changes, all))) }
    return { unitOfWork: units }
  }

export const nothing = () => okAsync(undefined)

export const nobodyIsRemoved = inTransactions({ users: () => ({ remove: nothing }) })
export const anyPasswordIsRight: Alter = ({ passwordHasher }) => ({
  passwordHasher: { ...passwordHasher, verify: () => okAsync(true) },
})
