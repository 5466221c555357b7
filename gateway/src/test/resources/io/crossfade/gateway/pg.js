// What an application on Node does with `pg`: says "done" when all of it went as it has to.
const assert = require('assert');
const { Client, Pool } = require('pg');

const [port, user, password, database] = process.argv.slice(2);
const where = { host: '127.0.0.1', port: Number(port), user, password, database };

async function oneClient() {
  const client = new Client(where);
  await client.connect();
  await client.query('CREATE TABLE noted (id int PRIMARY KEY, note text, bytes bytea)');
  const bytes = Buffer.alloc(1_000_000, 7);
  await client.query('INSERT INTO noted VALUES ($1, $2, $3)', [1, 'grüße', bytes]);
  const { rows } = await client.query('SELECT note, bytes FROM noted WHERE id = $1', [1]);
  assert.equal(rows[0].note, 'grüße');
  assert(rows[0].bytes.equals(bytes));
  for (const id of [1, 2]) {
    const named = { name: 'by-id', text: 'SELECT count(*) AS n FROM noted WHERE id = $1', values: [id] };
    assert.equal((await client.query(named)).rows[0].n, id === 1 ? '1' : '0');
  }
  const several = await client.query("SELECT 'a' AS x; SELECT 'b' AS x");
  assert.deepEqual(several.map((result) => result.rows[0].x), ['a', 'b']);
  await assert.rejects(client.query('INSERT INTO noted VALUES (1)'), { code: '23505' });
  const told = new Promise((resolve) => client.once('notification', resolve));
  await client.query('LISTEN news');
  await client.query("NOTIFY news, 'here'");
  assert.equal((await told).payload, 'here');
  await client.end();
}

async function pool() {
  const pool = new Pool({ ...where, max: 4 });
  const transfer = async (id) => {
    const client = await pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('INSERT INTO noted (id) VALUES ($1)', [id]);
      await client.query(id % 2 === 0 ? 'COMMIT' : 'ROLLBACK');
    } finally {
      client.release();
    }
  };
  await Promise.all(Array.from({ length: 100 }, (_, i) => transfer(1000 + i)));
  const { rows } = await pool.query('SELECT count(*)::int AS n FROM noted WHERE id >= 1000');
  assert.equal(rows[0].n, 50);
  await pool.end();
}

oneClient()
  .then(pool)
  .then(() => console.log('done'))
  .catch((error) => {
    console.error(error);
    process.exit(1);
  });
