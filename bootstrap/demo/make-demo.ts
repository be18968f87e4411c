import { randomBytes } from 'node:crypto'
import { encodePcm24 } from '#domain/sound/pcm.ts'
