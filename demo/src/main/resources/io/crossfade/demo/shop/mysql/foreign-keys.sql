DROP TABLE numbers;
-- Each takes a lock on both tables: one after the other.
ALTER TABLE order_lines ADD CONSTRAINT order_lines_order FOREIGN KEY (order_id) REFERENCES orders (id);
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE orders ADD CONSTRAINT orders_address FOREIGN KEY (address_id) REFERENCES addresses (id);
ALTER TABLE payments ADD CONSTRAINT payments_order FOREIGN KEY (order_id) REFERENCES orders (id);
ALTER TABLE addresses ADD CONSTRAINT addresses_customer FOREIGN KEY (customer_id) REFERENCES customers (id);
ALTER TABLE reviews ADD CONSTRAINT reviews_product FOREIGN KEY (product_id) REFERENCES products (id);
ALTER TABLE stock ADD CONSTRAINT stock_product FOREIGN KEY (product_id) REFERENCES products (id);
ALTER TABLE codes ADD CONSTRAINT codes_product FOREIGN KEY (product_id) REFERENCES products (id);
ANALYZE TABLE customers, addresses, products, stock, orders, order_lines, payments, events, reviews, codes, carts;
