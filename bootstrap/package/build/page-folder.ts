import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the built page: the package brings it. */
export const pageFolder = (): Promise<string> =>
  Promise.resolve(join(dirname(fileURLToPath(import.meta.resolve('soundhub/package.json'))), 'web'))
