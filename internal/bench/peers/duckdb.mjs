// Runs one query of the folder sql over one file:  node duckdb.mjs QUERY.sql INPUT.ndjson OUTPUT.csv THREADS
//
// The query's text says $input where the name of the file belongs. Input order is kept, which costs nothing with one
// thread (measured: rates with and without differ less than rounds do) and lets most views be compared row by row.

import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync } from 'node:fs';

const [query, input, output, threads, format = 'csv'] = process.argv.slice(2);
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

const instance = await DuckDBInstance.create(':memory:', { threads, preserve_insertion_order: 'true' });
const connection = await instance.connect();
const select = readFileSync(query, 'utf8').replaceAll('$input', () => quoted(input));
await connection.run(`COPY (\n${select}\n) TO ${quoted(output)} (${format === 'parquet' ? 'FORMAT parquet, CODEC zstd' : 'FORMAT csv, HEADER'})`);
