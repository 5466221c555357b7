-- One statement a table. ${table} is its number of rows; everything else follows from the row's number, so that every
-- run has the same shop.
INSERT INTO order_lines (order_id, line_no, product_id, quantity, price)
SELECT 1 + (n - 1) / 2, 1 + (n - 1) % 2, 1 + n::bigint * 7919 % ${products}, 1 + n % 3, 1 + n % 9000 / 100.0
FROM generate_series(1, ${order_lines}) n;

INSERT INTO orders (id, customer_id, address_id, status, total, note, placed_at)
SELECT n, c, md5('address' || c)::uuid, CASE n % 5 WHEN 0 THEN 'open' ELSE 'paid' END,
  (1 + n % 3) * (1 + n % 9000 / 100.0), CASE WHEN n % 10 = 0 THEN E'ring twice,\tthen wait\n' || n END,
  timestamptz '2026-01-01 08:00:00+00' + n * interval '7 seconds'
FROM (SELECT n, 1 + n::bigint * 104729 % ${customers} AS c FROM generate_series(1, ${orders}) n) numbered;

INSERT INTO events (id, kind, content, payload, happened_at)
SELECT n, (ARRAY['visit', 'search', 'login', 'share'])[1 + n % 4], 'page ' || n % 1000,
  CASE WHEN n % 3 = 0 THEN jsonb_build_object('page', n % 1000, 'agent', 'shop "app" \ ' || n % 7) END,
  timestamptz '2026-01-01 08:00:00.123456+00' + n * interval '3 seconds'
FROM generate_series(1, ${events}) n;

INSERT INTO payments (id, order_id, amount, method, paid_at)
SELECT n, n, (1 + n % 3) * (1 + n % 9000 / 100.0), (ARRAY['card', 'invoice', 'wallet'])[1 + n % 3],
  timestamptz '2026-01-01 09:00:00+00' + n * interval '7 seconds'
FROM generate_series(1, ${payments}) n;

INSERT INTO customers (id, first_name, last_name, email, country, born, newsletter, rating, fax, created_at)
SELECT n, (ARRAY['Ada', 'Zoë', 'Jürgen', 'Ümit', 'Mei', 'O''Neil', 'Noah', 'Ines'])[1 + n % 8], 'Name' || n % 20011,
  'customer' || n || '@shop.example', (ARRAY['DE', 'FR', 'US', 'TR', 'JP'])[1 + n % 5],
  CASE WHEN n % 4 > 0 THEN date '1950-01-01' + n % 20000 END, n % 3 = 0, n % 500 / 7.0, 'fax-' || n,
  timestamp '2020-03-01 12:00:00' + n * interval '1 minute 250 milliseconds'
FROM generate_series(1, ${customers}) n;

INSERT INTO addresses (id, customer_id, street, city, country)
SELECT md5('address' || n)::uuid, n, n % 300 || ' Linden Street', (ARRAY['Köln', 'Lyon', 'Austin', 'İzmir', '大阪'])[1 + n % 5],
  (ARRAY['DE', 'FR', 'US', 'TR', 'JP'])[1 + n % 5]
FROM generate_series(1, ${addresses}) n;

INSERT INTO reviews (id, product_id, customer_id, stars, body, written_at)
SELECT n, 1 + n % ${products}, 1 + n % ${customers}, 1 + n % 5,
  CASE WHEN n % 2 = 0 THEN repeat(md5(n::text), 80 + n % 120) ELSE 'Fine. ' || n END,
  timestamptz '2026-02-01 10:00:00+00' + n * interval '11 seconds'
FROM generate_series(1, ${reviews}) n;

INSERT INTO codes (code, product_id, percent, valid_until)
SELECT CASE WHEN n % 50 = 0 THEN 'ä' ELSE '' END || md5('code' || n), 1 + n % ${products}, n % 90 / 4.0,
  date '2027-01-01' + n % 365
FROM generate_series(1, ${codes}) n;

INSERT INTO carts (id, customer_id, product_id, quantity, filled_at)
SELECT n, 1 + n % ${customers}, 1 + n % ${products}, 1 + n % 4, timestamptz '2026-06-01 10:00:00+00' + n * interval '1 second'
FROM generate_series(1, ${carts}) n;

INSERT INTO products (id, sku, name, price, weight, attributes, thumbnail, released, active)
SELECT n, 'SKU-' || n, 'Product ' || n, 1 + n % 9000 / 100.0, CASE WHEN n % 6 > 0 THEN n / 3.0 END,
  jsonb_build_object('colour', (ARRAY['red', 'grün', 'blue'])[1 + n % 3], 'sizes', jsonb_build_array(n % 5, n % 7)),
  CASE WHEN n % 2 = 0 THEN decode(repeat(md5(n::text), 4), 'hex') END, date '2015-01-01' + n % 4000, n % 20 > 0
FROM generate_series(1, ${products}) n;

INSERT INTO stock (product_id, on_hand, counted_at)
SELECT n, 1000 + n % 100, timestamptz '2026-06-01 00:00:00+00' FROM generate_series(1, ${stock}) n;
