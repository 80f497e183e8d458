// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = '0501a4b79462fc8e'
