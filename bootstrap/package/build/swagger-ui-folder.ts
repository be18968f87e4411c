import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** Where Swagger UI lies, looked for when somebody asks for /docs: whose host shows none need not install it. */
export default (): string => dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'))
