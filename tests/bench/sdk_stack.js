// What presenced is compared with: Slack's own SDK for Node and better-sqlite3, which record the same changes into the
// same table. For ingest_speed.
//
//   node sdk_stack.js API_URL TOKEN DATABASE CHANGES ID...
//
// The database is there, with its table and settings. Says "ready" once each ID's presence is known, "done" once so
// many changes are committed. NODE_PATH names the folder of the packages.
'use strict';
const { RTMClient, LogLevel } = require('@slack/rtm-api');
const Database = require('better-sqlite3');

const MOST_ROWS = 8000; // of one commit, as presenced's writer

const [apiUrl, token, file, changes, ...ids] = process.argv.slice(2);
const database = new Database(file);
for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'secure_delete = ON', 'cache_size = -16384',
  'temp_store = MEMORY', 'cell_size_check = ON'])
  database.pragma(pragma);
const insert = database.prepare('INSERT INTO presence_transition VALUES(?, ?, ?, 0, ?, 0, 1)');
const commit = database.transaction((rows) => {
  for (const row of rows) insert.run(row);
});

const numbers = new Map(ids.map((id, index) => [id, index + 1]));
const states = new Map();
let waiting = [];
let planned = false;
let seq = 0;

function flush() {
  planned = false;
  if (waiting.length === 0) return;
  commit(waiting);
  waiting = [];
  if (seq === Number(changes)) {
    console.log('done');
    database.close();
    process.exit(0);
  }
}

function changed(id, active) {
  const before = states.get(id);
  if (before === active) return;
  states.set(id, active);
  if (before === undefined) {
    if (states.size === ids.length) console.log('ready');
    return;
  }
  waiting.push([numbers.get(id), Date.now(), ++seq, active]);
  if (waiting.length >= MOST_ROWS) return flush();
  if (planned) return;
  planned = true;
  setImmediate(flush);
}

const rtm = new RTMClient(token, {
  slackApiUrl: apiUrl, logLevel: LogLevel.ERROR,
  clientPingTimeout: 600000, serverPongTimeout: 590000, // a pong waits behind the whole flood
});
rtm.on('presence_change', (event) => {
  const active = event.presence === 'active' ? 1 : 0;
  for (const id of event.users || [event.user]) changed(id, active);
});
rtm.on('ready', () => rtm.subscribePresence(ids));
rtm.start();
