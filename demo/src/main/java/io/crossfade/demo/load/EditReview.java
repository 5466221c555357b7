package io.crossfade.demo.load;

import io.crossfade.demo.record.Effect;
import io.crossfade.demo.record.Effect.Cell;
import io.crossfade.demo.record.Effect.Counter;
import io.crossfade.demo.record.Kind;
import io.crossfade.demo.shop.Code;
import java.sql.SQLException;

/// Changes a review: either its large text, or something beside the text, which then is in no log.
record EditReview(Memory memory, long review) implements Action {

  @Override
  public Kind kind() {
    return Kind.EDIT_REVIEW;
  }

  @Override
  public void run(Tx tx) throws SQLException {
    tx.whenUndone(() -> memory.giveReview(review));
    if (memory.random().nextInt(3) == 0) {
      String body = tx.tag() + " " + Code.md5(tx.tag()).repeat(80 + memory.random().nextInt(100));
      tx.changeOne(
          new Effect.Assigned(Cell.REVIEW_BODY, review, Code.md5(body)),
          "UPDATE reviews SET body = ? WHERE id = ?",
          body,
          review);
    } else {
      tx.changeOne(
          new Effect.Counted(Counter.REVIEW_HELPFUL, review, 1),
          "UPDATE reviews SET helpful = helpful + 1 WHERE id = ?",
          review);
    }
    tx.touched("reviews", review);
    tx.witness(1);
    tx.whenAcknowledged(() -> memory.giveReview(review));
  }
}
