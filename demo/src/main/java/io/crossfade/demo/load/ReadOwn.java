package io.crossfade.demo.load;

import io.crossfade.demo.record.Kind;
import java.sql.SQLException;
import java.util.List;

/// A customer looks at the order that he has just placed or paid: it has to be there.
record ReadOwn(PlacedOrder order) implements Action {

  @Override
  public Kind kind() {
    return Kind.READ_OWN;
  }

  @Override
  public long customer() {
    return order.customer();
  }

  @Override
  public boolean readOnly() {
    return true;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    List<String> seen =
        tx.read(
            "SELECT count(l.order_id), coalesce(max(o.status), 'no order') FROM orders o"
                + " LEFT JOIN order_lines l ON l.order_id = o.id WHERE o.reference = ?",
            order.reference());
    List<String> written = List.of(Integer.toString(order.quantities().size()), order.status());
    if (!seen.equals(written)) {
      throw new MissingRowException(
          "customer %d wrote order %s as %s and reads %s"
              .formatted(order.customer(), order.reference(), written, seen));
    }
  }
}
