ANALYZE;
-- Each takes a lock on both tables: one after the other.
ALTER TABLE order_lines ADD FOREIGN KEY (order_id) REFERENCES orders (id);
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE orders ADD FOREIGN KEY (address_id) REFERENCES addresses (id);
ALTER TABLE payments ADD FOREIGN KEY (order_id) REFERENCES orders (id);
ALTER TABLE addresses ADD FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE reviews ADD FOREIGN KEY (product_id) REFERENCES products (id);
ALTER TABLE stock ADD FOREIGN KEY (product_id) REFERENCES products (id);
ALTER TABLE codes ADD FOREIGN KEY (product_id) REFERENCES products (id);
