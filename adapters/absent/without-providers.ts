import { errAsync } from 'neverthrow'
import type { ProviderRefused } from '#application/account/ports.ts'
import type { Ports } from '#application/ports.ts'
import type { Provider } from '#domain/account/identity.ts'

const refuse = (provider: Provider) => ({
  verify: () => errAsync<never, ProviderRefused>({ type: 'ProviderRefused', provider, why: 'not set up by this host' }),
})

/** For a host without Google and Facebook logins: every token is refused as `ProviderRefused`. */
export const withoutProviders: Pick<Ports, 'google' | 'facebook'> = {
  google: refuse('google'),
  facebook: refuse('facebook'),
}
