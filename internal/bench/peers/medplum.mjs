// Runs a view over one file with Medplum's SQL on FHIR:  node medplum.mjs VIEW.json INPUT.ndjson OUTPUT.csv
//
// Resources are evaluated line by line, as they are read, so that memory holds one resource at a time as on the other
// sides. Rows are joined to blocks of text before they are written: a call for each row would be most of the time.

import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

// The package refers to WebSocket when it is loaded, which Node has as a global from version 22. Nothing here opens one.
globalThis.WebSocket ??= class {};
const { evalSqlOnFhir } = await import('@medplum/core');

const [viewFile, input, output] = process.argv.slice(2);
const view = JSON.parse(readFileSync(viewFile, 'utf8'));
const blockLength = 1 << 16;

// columnNames lists the columns in the order of the view; the branches of a unionAll have the same ones.
function columnNames(selects) {
  return (selects ?? []).flatMap((select) => [
    ...(select.column ?? []).map((column) => column.name),
    ...columnNames(select.select),
    ...columnNames(select.unionAll?.slice(0, 1)),
  ]);
}

function csvCell(value) {
  if (value === undefined || value === null) {
    return '';
  }
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const names = columnNames(view.select);
const out = createWriteStream(output);
let block = names.join(',') + '\n';

for await (const line of createInterface({ input: createReadStream(input), crlfDelay: Infinity })) {
  if (line === '') {
    continue;
  }
  for (const row of evalSqlOnFhir(view, [JSON.parse(line)])) {
    block += names.map((name) => csvCell(row[name])).join(',') + '\n';
  }
  if (block.length >= blockLength) {
    if (!out.write(block)) {
      await once(out, 'drain');
    }
    block = '';
  }
}
out.end(block);
await once(out, 'finish');
