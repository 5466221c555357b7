package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Kind;
import java.sql.SQLException;

/// Gives a code another key, somewhere else in the key's order: the row moves from one chunk into
/// another.
record Recode(Memory memory, String code) implements Action {

  @Override
  public Kind kind() {
    return Kind.RECODE;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.whenUndone(() -> memory.give(code));
    String next = "%08x-%s".formatted(memory.random().nextInt(), tx.tag());
    tx.changeOne(
        new Effect.Recoded(code, next), "UPDATE codes SET code = ? WHERE code = ?", next, code);
    tx.touched("codes", code);
    tx.touched("codes", next);
    tx.witness(1);
    tx.whenAcknowledged(() -> memory.give(next));
  }
}
