import { expect } from '#adapters/testing/expect.ts'
import type { CredentialReader } from '#application/account/credentials.ts'
import type { UnitOfWork } from '#application/shared/unit-of-work.ts'
import type { EmailAddress } from '#domain/account/email-address.ts'
import { type NewUser, type User, suspend } from '#domain/account/user.ts'
import { after, MINUTE } from '#domain/shared/instant.ts'
import type { NewPendingChange } from '#domain/account/pending-change.ts'
import { email, newActiveUser, newChange, newUser, NOON } from '#adapters/testing/fixtures.ts'
import {
  contract,
  expectUnavailable,
  type MakeBreakable,
  meddleWith,
  valueOf,
} from '#adapters/testing/contracts/subject.ts'
import { takenBack } from '#adapters/testing/contracts/shared/transactions.ts'
import type { SuiteOptions, TestRunner } from '#adapters/testing/test-runner.ts'

/** What the suite is run on: both ports look at the same rows. */
export type CredentialsSubject = { readonly units: UnitOfWork; readonly reader: CredentialReader }

const seen = ({ id, state, passwordHash }: User) => ({
  id,
  isVerified: state !== 'pending',
  passwordHash,
  waiting: null,
})

/** `CredentialReader`. */
export const credentialReaderContract = (
  testRunner: TestRunner,
  make: MakeBreakable<CredentialsSubject>,
  { name }: SuiteOptions = {},
): void =>
  contract(testRunner, { of: 'CredentialReader', name }, make, (made, it) => {
    const units = () => made().subject.units
    const add = <New extends NewUser>(user: New) => valueOf(units().run(({ users }) => users.add(user)))
    const read = (address: EmailAddress, most = 5) => valueOf(made().subject.reader.ofAddress(address, most))

    const put = (change: NewPendingChange) => valueOf(units().run(({ pendingChanges }) => pendingChanges.put(change)))

    it('gives the proved user of the address first, and then its sign-ups, the newest first', async () => {
      const address = email()
      const older = await add(newUser({ email: address }))
      const owner = await add(newActiveUser({ email: address }))
      const newer = await add(newUser({ email: address }))
      await add(newUser())
      expect(await read(address)).toStrictEqual([seen(owner), seen(newer), seen(older)])
    })

    it('gives no more than are wanted', async () => {
      const address = email()
      const signUps = [1, 2, 3].map(() => newUser({ email: address }))
      const [, second, third] = [await add(signUps[0]!), await add(signUps[1]!), await add(signUps[2]!)]
      expect(await read(address, 2)).toStrictEqual([seen(third), seen(second)])
    })

    it('gives who has no password, and a suspended user', async () => {
      const bare = await add(newActiveUser({ passwordHash: null }))
      expect(await read(bare.email)).toStrictEqual([seen(bare)])
      await valueOf(units().run(({ users }) => users.setState(suspend(bare, after(NOON, MINUTE)))))
      expect(await read(bare.email)).toStrictEqual([seen(bare)])
    })

    it('gives the password that an account without one waits to get, and none that is to replace another', async () => {
      const bare = await add(newActiveUser({ passwordHash: null }))
      const { id: changeId, passwordHash } = await put(newChange({ userId: bare.id, kind: 'add' }))
      const waiting = { changeId, passwordHash }
      expect(await read(bare.email)).toStrictEqual([{ ...seen(bare), waiting }])
      const owner = await add(newActiveUser())
      await put(newChange({ userId: owner.id, kind: 'change' }))
      expect(await read(owner.email)).toStrictEqual([seen(owner)])
      await put(newChange({ userId: owner.id, kind: 'add' }))
      expect(await read(owner.email)).toStrictEqual([seen(owner)])
    })

    it('gives nobody for an address that nobody has', async () => {
      expect(await read(email())).toStrictEqual([])
    })

    it('shares no object with whoever reads', async () => {
      const owner = await add(newActiveUser())
      meddleWith((await read(owner.email))[0]!)
      expect(await read(owner.email)).toStrictEqual([seen(owner)])
    })

    it('waits for nobody who holds the address, and sees nothing that is not committed', async () => {
      const owner = await add(newActiveUser())
      const during: Promise<unknown>[] = []
      await takenBack(units(), ({ users }) =>
        users.ofAddress(owner.email).andThen(() =>
          users.setPassword(owner.id, null).map(() => {
            // Not waited for here: a database with a single connection answers it after the unit.
            during.push(read(owner.email))
          }),
        ),
      )
      expect(await Promise.all(during)).toStrictEqual([[seen(owner)]])
    })

    it('answers Unavailable in an outage, and as before after it', async () => {
      const owner = await add(newActiveUser())
      await made().breakDown()
      await expectUnavailable(made().subject.reader.ofAddress(owner.email, 5))
      const { repair } = made()
      if (repair === undefined) return
      await repair()
      expect(await read(owner.email)).toStrictEqual([seen(owner)])
    })
  })
