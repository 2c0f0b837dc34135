#!/usr/bin/env node
import { processIo } from '../lib/cli/io';
import { run } from '../lib/cli/run';

// A reader that stops early (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

void run(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
