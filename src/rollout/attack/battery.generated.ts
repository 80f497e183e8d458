// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = 'bfe553a7d203ee58'
