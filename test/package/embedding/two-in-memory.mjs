import { memoryPorts } from 'soundhub/memory'
import { meet } from './two.mjs'

console.log(await meet(memoryPorts(), memoryPorts()))
