// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = '0e188917844fae91'
