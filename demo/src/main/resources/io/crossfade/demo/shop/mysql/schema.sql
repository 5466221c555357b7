-- The sample shop in MySQL's and MariaDB's words. Rows lie in the order of their primary key, so that key comes at once;
-- all other keys follow after the data.
CREATE TABLE customers (
  id bigint AUTO_INCREMENT PRIMARY KEY,
  first_name varchar(60) NOT NULL,
  last_name varchar(120) NOT NULL,
  -- Case does not count here, and on the target it does: nobody writes the same address twice in either spelling.
  email varchar(120) NOT NULL,
  country char(2) NOT NULL,
  born date,
  newsletter tinyint(1) NOT NULL DEFAULT 0,
  points bigint NOT NULL DEFAULT 0,
  rating double NOT NULL DEFAULT 0,
  fax varchar(40) NOT NULL DEFAULT 'none',
  created_at datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3)
);

CREATE TABLE addresses (
  id char(36) CHARACTER SET ascii COLLATE ascii_bin PRIMARY KEY,
  customer_id bigint NOT NULL,
  street varchar(120) NOT NULL,
  city varchar(60) NOT NULL,
  country char(2) NOT NULL
);

CREATE TABLE products (
  id int AUTO_INCREMENT PRIMARY KEY,
  sku varchar(40) COLLATE utf8mb4_bin NOT NULL,
  name varchar(120) NOT NULL,
  price decimal(10, 2) NOT NULL,
  weight double,
  attributes json NOT NULL,
  thumbnail blob,
  released date,
  active tinyint(1) NOT NULL DEFAULT 1
);

-- A few of these rows are hot: everybody buys the same products.
CREATE TABLE stock (
  product_id int PRIMARY KEY,
  on_hand int NOT NULL,
  sold int unsigned NOT NULL DEFAULT 0,
  counted_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

CREATE TABLE orders (
  id int AUTO_INCREMENT PRIMARY KEY,
  reference varchar(60) COLLATE utf8mb4_bin,
  customer_id bigint NOT NULL,
  address_id char(36) CHARACTER SET ascii COLLATE ascii_bin,
  status enum('open', 'paid') NOT NULL DEFAULT 'open',
  total decimal(12, 2) NOT NULL,
  note text,
  placed_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

CREATE TABLE order_lines (
  order_id int,
  line_no smallint,
  product_id int NOT NULL,
  quantity int NOT NULL,
  price decimal(10, 2) NOT NULL,
  PRIMARY KEY (order_id, line_no)
);

CREATE TABLE payments (
  id bigint AUTO_INCREMENT PRIMARY KEY,
  reference varchar(60) COLLATE utf8mb4_bin,
  order_id int NOT NULL,
  amount decimal(12, 2) NOT NULL,
  method varchar(20) NOT NULL,
  paid_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- Append only; nothing but its number tells one event from its twin.
CREATE TABLE events (
  id bigint AUTO_INCREMENT PRIMARY KEY,
  kind varchar(20) NOT NULL,
  content varchar(120) NOT NULL,
  payload json,
  happened_at timestamp(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)
);

CREATE TABLE reviews (
  id int AUTO_INCREMENT PRIMARY KEY,
  product_id int NOT NULL,
  customer_id bigint NOT NULL,
  stars tinyint NOT NULL,
  body mediumtext NOT NULL,
  helpful int NOT NULL DEFAULT 0,
  written_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- The key is text, and it changes.
CREATE TABLE codes (
  code varchar(80) COLLATE utf8mb4_bin PRIMARY KEY,
  product_id int NOT NULL,
  percent decimal(6, 2) NOT NULL,
  valid_until date
);

CREATE TABLE carts (
  id int AUTO_INCREMENT PRIMARY KEY,
  reference varchar(60) COLLATE utf8mb4_bin,
  customer_id bigint NOT NULL,
  product_id int NOT NULL,
  quantity int NOT NULL,
  filled_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- What PostgreSQL calls generate_series, until the data is there.
CREATE TABLE numbers (n int PRIMARY KEY);
INSERT INTO numbers
WITH digits AS (SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4
  UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION ALL SELECT 8 UNION ALL SELECT 9)
SELECT n FROM (
  SELECT 1 + a.d + 10 * b.d + 100 * c.d + 1000 * d.d + 10000 * e.d + 100000 * f.d + 1000000 * g.d AS n
  FROM digits a, digits b, digits c, digits d, digits e, digits f, digits g
) AS all_numbers WHERE n <= ${order_lines};
