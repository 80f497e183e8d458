// Generated from this folder by `npm run generate`: the version of the battery.
export const BATTERY = 'ac752b9ce38d03b3'
