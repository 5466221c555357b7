-- One statement a table, for each may rewrite it.
ALTER TABLE customers ADD UNIQUE INDEX customers_email (email);
ALTER TABLE orders ADD UNIQUE INDEX orders_reference (reference), ADD INDEX orders_customer (customer_id);
ALTER TABLE order_lines ADD INDEX order_lines_product (product_id);
ALTER TABLE payments ADD UNIQUE INDEX payments_reference (reference), ADD INDEX payments_order (order_id);
ALTER TABLE addresses ADD INDEX addresses_customer (customer_id);
ALTER TABLE events ADD INDEX events_kind (kind, happened_at);
ALTER TABLE reviews ADD INDEX reviews_product (product_id);
ALTER TABLE codes ADD INDEX codes_product (product_id);
ALTER TABLE carts ADD INDEX carts_customer (customer_id);
ALTER TABLE products ADD UNIQUE INDEX products_sku (sku);
