/**
 * Writes `docs/events/<Type>.json` for every event of the ledger. With `--check` writes nothing and exits with 1 if a file
 * is not what it would write.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { definitions, jsonSchemaOf, storedJsonSchemaOf } from '#libs/domain';
import type { EventDefinition } from '#libs/domain';

const FOLDER = join(import.meta.dirname, '..', 'docs', 'events');

function documentOf(definition: EventDefinition): string {
  const { type, schemaVersion, family, streams, description, source, seals = [] } = definition;
  const document = {
    type,
    schemaVersion,
    family,
    streams,
    description,
    source,
    seals,
    // Of what is written, not of what is stored: a schema version that only allows more changes no caller's event.
    cloudEventsType: family === 'processing' ? `org.personal-data-ledger.${type}.v1` : undefined,
    data: jsonSchemaOf(definition),
    stored: storedJsonSchemaOf(definition),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const wanted = new Map(
  [...definitions.values()].map((definition) => [`${definition.type}.json`, documentOf(definition)]),
);

function contentOf(file: string): string | undefined {
  try {
    return readFileSync(join(FOLDER, file), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

mkdirSync(FOLDER, { recursive: true });
const superfluous = readdirSync(FOLDER).filter((file) => file.endsWith('.json') && !wanted.has(file));
const outdated = [...wanted].filter(([file, text]) => contentOf(file) !== text);

if (process.argv.includes('--check')) {
  const differing = [...outdated.map(([file]) => file), ...superfluous].sort();
  for (const file of differing) console.error(`docs/events/${file} is not up to date.`);
  if (differing.length > 0) {
    console.error('Run: node --conditions=source scripts/generate-event-docs.ts');
    process.exitCode = 1;
  }
} else {
  for (const file of superfluous) rmSync(join(FOLDER, file));
  for (const [file, text] of outdated) writeFileSync(join(FOLDER, file), text);
  console.log(`${wanted.size} event documents, ${outdated.length} written, ${superfluous.length} removed.`);
}
