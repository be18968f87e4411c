import { errAsync } from 'neverthrow'
import type { ProviderRefused } from '#application/account/ports.ts'
import type { Ports } from '#application/ports.ts'
import type { Provider } from '#domain/account/identity.ts'

const refusing = (provider: Provider) => ({
  verify: () =>
    errAsync<never, ProviderRefused>({ type: 'ProviderRefused', provider, why: 'this provider is not configured' }),
})

/** Google and Facebook logins that are not configured: every token is refused as `ProviderRefused`. */
export const withoutProviders: Pick<Ports, 'google' | 'facebook'> = {
  google: refusing('google'),
  facebook: refusing('facebook'),
}
