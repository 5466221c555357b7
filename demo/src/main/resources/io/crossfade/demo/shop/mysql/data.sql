-- One statement a table. ${table} is its number of rows; everything else follows from the row's number, so that every
-- run has the same shop.
INSERT INTO order_lines (order_id, line_no, product_id, quantity, price)
SELECT 1 + (n - 1) DIV 2, 1 + (n - 1) % 2, 1 + n * 7919 % ${products}, 1 + n % 3, 1 + n % 9000 / 100
FROM numbers WHERE n <= ${order_lines} ORDER BY n;

INSERT INTO orders (id, customer_id, address_id, status, total, note, placed_at)
SELECT n, c, insert(insert(insert(insert(md5(concat('address', c)), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-'),
  CASE n % 5 WHEN 0 THEN 'open' ELSE 'paid' END, (1 + n % 3) * (1 + n % 9000 / 100),
  CASE WHEN n % 10 = 0 THEN concat('ring twice 🔔,\tthen wait\n', n) END,
  timestamp'2026-01-01 08:00:00' + INTERVAL n * 7 SECOND
FROM (SELECT n, 1 + n * 104729 % ${customers} AS c FROM numbers WHERE n <= ${orders}) AS numbered ORDER BY n;

INSERT INTO events (id, kind, content, payload, happened_at)
SELECT n, elt(1 + n % 4, 'visit', 'search', 'login', 'share'), concat('page ', n % 1000),
  CASE WHEN n % 3 = 0 THEN json_object('page', n % 1000, 'agent', concat('shop "app" \\ ', n % 7)) END,
  timestamp'2026-01-01 08:00:00.123456' + INTERVAL n * 3 SECOND
FROM numbers WHERE n <= ${events} ORDER BY n;

INSERT INTO payments (id, order_id, amount, method, paid_at)
SELECT n, n, (1 + n % 3) * (1 + n % 9000 / 100), elt(1 + n % 3, 'card', 'invoice', 'wallet'),
  timestamp'2026-01-01 09:00:00' + INTERVAL n * 7 SECOND
FROM numbers WHERE n <= ${payments} ORDER BY n;

INSERT INTO customers (id, first_name, last_name, email, country, born, newsletter, rating, fax, created_at)
SELECT n, elt(1 + n % 8, 'Ada', 'Zoë', 'Jürgen', 'Ümit', 'Mei', 'O''Neil', 'Noah', 'Ines'), concat('Name', n % 20011),
  concat('customer', n, '@shop.example'), elt(1 + n % 5, 'DE', 'FR', 'US', 'TR', 'JP'),
  CASE WHEN n % 4 > 0 THEN date'1950-01-01' + INTERVAL n % 20000 DAY END, n % 3 = 0, n % 500 / 7e0, concat('fax-', n),
  timestamp'2020-03-01 12:00:00.000' + INTERVAL n * 60250000 MICROSECOND
FROM numbers WHERE n <= ${customers} ORDER BY n;

INSERT INTO addresses (id, customer_id, street, city, country)
SELECT insert(insert(insert(insert(md5(concat('address', n)), 21, 0, '-'), 17, 0, '-'), 13, 0, '-'), 9, 0, '-'), n,
  concat(n % 300, ' Linden Street'), elt(1 + n % 5, 'Köln', 'Lyon', 'Austin', 'İzmir', '大阪'),
  elt(1 + n % 5, 'DE', 'FR', 'US', 'TR', 'JP')
FROM numbers WHERE n <= ${addresses};

INSERT INTO reviews (id, product_id, customer_id, stars, body, written_at)
SELECT n, 1 + n % ${products}, 1 + n % ${customers}, 1 + n % 5,
  CASE WHEN n % 2 = 0 THEN repeat(md5(n), 80 + n % 120) ELSE concat('Fine 👍🏽. ', n) END,
  timestamp'2026-02-01 10:00:00' + INTERVAL n * 11 SECOND
FROM numbers WHERE n <= ${reviews} ORDER BY n;

INSERT INTO codes (code, product_id, percent, valid_until)
SELECT concat(CASE WHEN n % 50 = 0 THEN 'ä' ELSE '' END, md5(concat('code', n))), 1 + n % ${products}, n % 90 / 4,
  date'2027-01-01' + INTERVAL n % 365 DAY
FROM numbers WHERE n <= ${codes};

INSERT INTO carts (id, customer_id, product_id, quantity, filled_at)
SELECT n, 1 + n % ${customers}, 1 + n % ${products}, 1 + n % 4, timestamp'2026-06-01 10:00:00' + INTERVAL n SECOND
FROM numbers WHERE n <= ${carts} ORDER BY n;

INSERT INTO products (id, sku, name, price, weight, attributes, thumbnail, released, active)
SELECT n, concat('SKU-', n), concat('Product ', n), 1 + n % 9000 / 100, CASE WHEN n % 6 > 0 THEN n / 3e0 END,
  json_object('colour', elt(1 + n % 3, 'red', 'grün', 'blue'), 'sizes', json_array(n % 5, n % 7)),
  CASE WHEN n % 2 = 0 THEN unhex(repeat(md5(n), 4)) END, date'2015-01-01' + INTERVAL n % 4000 DAY, n % 20 > 0
FROM numbers WHERE n <= ${products} ORDER BY n;

INSERT INTO stock (product_id, on_hand, counted_at)
SELECT n, 1000 + n % 100, timestamp'2026-06-01 00:00:00' FROM numbers WHERE n <= ${stock} ORDER BY n;
