/** The calls of ports that answer a stream, as `port.method`; all others answer a `ResultAsync`. */
export const STREAMS: ReadonlySet<string> = new Set([
  'staging.read',
  'partialUploads.read',
  'audioDecoder.decode',
  'audioEncoder.encode',
])

/** The same port, whose calls go through `call`: it is told `port.method` and what would be done. */
export const intercepted = <Port extends object>(
  port: Port,
  name: string,
  call: (called: string, act: () => unknown) => unknown,
): Port =>
  new Proxy(port, {
    get: (target, method) => {
      const own: unknown = Reflect.get(target, method, target)
      if (typeof own !== 'function') return own
      return (...given: unknown[]) => call(`${name}.${String(method)}`, () => own.apply(target, given) as unknown)
    },
  })
