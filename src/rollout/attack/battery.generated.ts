// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = '5c0a58b897d70f00'
