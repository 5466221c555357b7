package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Effect.Referenced;
import io.crossfade.demo.record.Kind;
import java.sql.SQLException;
import java.util.UUID;

/// A new customer with an address.
record Register(Memory memory) implements Action {

  @Override
  public Kind kind() {
    return Kind.REGISTER;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    long customer =
        tx.insert(
            "customers", tx.dialect().register(), "Zoë", "New " + tx.tag(), tx.tag() + "@load.example", "FR");
    tx.effect(new Effect.Inserted(Referenced.CUSTOMERS));
    UUID address = new UUID(memory.random().nextLong(), memory.random().nextLong());
    tx.changeOne(
        new Effect.Inserted(Referenced.ADDRESSES),
        "INSERT INTO addresses (id, customer_id, street, city, country) VALUES (?, ?, ?, '大阪', 'JP')",
        address,
        customer,
        "at " + tx.tag());
    tx.touched("addresses", address);
    tx.witness(1);
    tx.whenAcknowledged(() -> memory.giveName(customer));
  }
}
