import { pythonWorld } from '../../../../model/python-world.ts'
import arguments_ from '../guest/arguments.py'
import boot from '../guest/boot.py'
import entry from '../guest/entry.py'
import exports_ from '../guest/exports.py'
import clock from '../guest/fixtures/clock.py'
import emitter from '../guest/fixtures/emitter.py'
import http from '../guest/fixtures/http.py'
import journal from '../guest/fixtures/journal.py'
import lock from '../guest/fixtures/lock.py'
import log from '../guest/fixtures/log.py'
import random from '../guest/fixtures/random.py'
import scheduler from '../guest/fixtures/scheduler.py'
import sql from '../guest/fixtures/sql.py'
import tree from '../guest/fixtures/tree.py'
import interpret from '../guest/interpret.py'
import loop from '../guest/loop.py'
import modules from '../guest/modules.py'
import reach from '../guest/reach.py'
import values from '../guest/values.py'
import world from '../guest/world.py'
import zones from '../guest/zones.py'

/** Runs first: it loads the others. */
export const bootText = boot

/** Our Python, by path. It is in an interpreter only while its image is made. */
export const guestFiles: Readonly<Record<string, string>> = {
  'arguments.py': arguments_,
  'entry.py': entry,
  'exports.py': exports_,
  'interpret.py': interpret,
  'listed.py': `names = ${JSON.stringify(pythonWorld.modules)}`,
  'loop.py': loop,
  'modules.py': modules,
  'reach.py': reach,
  'values.py': values,
  'world.py': world,
  'zones.py': zones,
  'fixtures/clock.py': clock,
  'fixtures/emitter.py': emitter,
  'fixtures/http.py': http,
  'fixtures/journal.py': journal,
  'fixtures/lock.py': lock,
  'fixtures/log.py': log,
  'fixtures/random.py': random,
  'fixtures/scheduler.py': scheduler,
  'fixtures/sql.py': sql,
  'fixtures/tree.py': tree,
}
