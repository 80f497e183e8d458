// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = 'c1c55d4b0816bc3b'
