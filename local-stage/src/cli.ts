#!/usr/bin/env node
import { enableCompileCache } from 'node:module';
import { setFlagsFromString } from 'node:v8';

// Before anything else is loaded: from the second start on, most of the loading time is saved.
enableCompileCache();
// Of each thread that is started from here on: a function's takes 4 MB less, and is as fast.
setFlagsFromString('--optimize-for-size');
const { main } = await import('./command.ts');
process.exit(await main(process.argv.slice(2)));
