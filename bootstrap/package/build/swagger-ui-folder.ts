import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The folder of Swagger UI. Resolved when /docs is opened, so that a host without it need not install it. */
export default (): string => dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
