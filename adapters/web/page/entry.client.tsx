import './style/index.css'
import { hydrate } from 'preact'
import type { PageState } from '../contract.ts'
import { App } from './app.tsx'
import { STATE_ID } from './document.tsx'

const state = JSON.parse(document.getElementById(STATE_ID)!.textContent) as PageState
hydrate(<App state={state} />, document.getElementById('app')!)
