package io.crossfade.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.crossfade.connector.Load;
import io.crossfade.model.Direction;
import io.crossfade.model.Side;
import org.junit.jupiter.api.Test;

/** A look at a database tells at least how much log it keeps for us, if any. */
public interface HealthContract extends StreamScene {
  @Test
  default void aLookTellsHowMuchLogIsKept() {
    create(Side.SOURCE, "item", "id", ITEM);
    assertThat(source().health().load(migration(), Direction.FORWARD).keptLog()).isZero();
    retain(Side.SOURCE, Direction.FORWARD, table(Side.SOURCE, "item"));
    try {
      Load early = source().health().load(migration(), Direction.FORWARD);
      assertThat(early.latency().isNegative()).isFalse();
      assertThat(early.activeSessions()).isNotNegative();
      assertThat(early.replicaLag().isNegative()).isFalse();
      insertItems(Side.SOURCE, "1", "2", "3");

      long later = source().health().load(migration(), Direction.FORWARD).keptLog();
      if (source().log().keepsForStreams()) {
        assertThat(later).isGreaterThan(early.keptLog());
      } else {
        assertThat(later).as("who keeps none for us is not slowed for it").isZero();
      }
      assertThat(source().health().load(migration(), Direction.REVERSE).keptLog()).isZero();
    } finally {
      source().log().release(migration(), Direction.FORWARD);
    }
    assertThat(source().health().load(migration(), Direction.FORWARD).keptLog()).isZero();
  }
}
