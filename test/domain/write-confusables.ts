import { writeFileSync } from 'node:fs'
import { confusablesSource } from './confusable-letters.ts'

writeFileSync(new URL('../../domain/account/confusables.ts', import.meta.url), confusablesSource())
