import { story } from './story.mjs'

console.log(JSON.stringify(await story()))
