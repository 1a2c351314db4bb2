import { parentPort, workerData } from 'node:worker_threads';
import { serveWriter } from './writer-service.ts';

serveWriter(parentPort, (workerData as { readonly file: string }).file);
