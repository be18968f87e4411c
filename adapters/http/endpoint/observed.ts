import type { HttpContext, HttpDependencies } from '../dependencies.ts'
import type { Trace } from './trace.ts'

/** What runs around every endpoint, if the host asks for it. */
export type Observing = {
  /** Tells the host of the request, and gives the response back. */
  readonly observed: (context: HttpContext, trace: Trace, response: Response) => Response
  /** Runs the work as that of the request. */
  readonly within: <Value>(trace: Trace, work: () => Promise<Value>) => Promise<Value>
}

export const observing = ({
  onRequest,
  correlation,
}: Pick<HttpDependencies, 'onRequest' | 'correlation'>): Observing => ({
  observed: (context, trace, response) => {
    onRequest?.({
      requestId: trace.requestId,
      method: context.req.method,
      route: trace.route,
      status: response.status,
      milliseconds: performance.now() - trace.beganAt,
      userId: trace.userId,
      problem: trace.problem,
    })
    return response
  },
  within: (trace, work) => (correlation === null ? work() : correlation.within(trace.requestId, work)),
})
