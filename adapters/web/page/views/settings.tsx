import type { Views } from '../../contract.ts'

export const SettingsView = (_: Views['settings']) => <h1>Settings</h1>
