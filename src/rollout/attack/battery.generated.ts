// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = '9a977e00f49a93c4'
