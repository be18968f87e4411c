import { AsyncLocalStorage } from 'node:async_hooks'
import type { Correlation } from '#application/shared/correlation.ts'

/** By Node's AsyncLocalStorage, which follows promises and timers. */
export class SystemCorrelation implements Correlation {
  readonly #requests = new AsyncLocalStorage<string>()

  requestId(): string | null {
    return this.#requests.getStore() ?? null
  }

  within<Value>(requestId: string, work: () => Value): Value {
    return this.#requests.run(requestId, work)
  }
}
