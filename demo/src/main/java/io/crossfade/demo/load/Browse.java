package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// Looks around without buying.
record Browse(Memory memory, long customer) implements Action {

  @Override
  public Kind kind() {
    return Kind.BROWSE;
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.read(tx.dialect().greet(), customer);
    tx.read(
        "SELECT p.name, s.on_hand, s.sold, (SELECT avg(stars) FROM reviews r WHERE r.product_id = p.id)"
            + " FROM products p JOIN stock s ON s.product_id = p.id WHERE p.id = ?",
        memory.anyProduct());
  }
}
