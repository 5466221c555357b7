package io.crossfade.connector;

import io.crossfade.model.Table;
import java.util.List;

/**
 * A table for another dialect.
 *
 * @param left what of the table is not in it, and why
 */
public record Proposal(Table table, List<NotCarried> left) {
  public Proposal {
    left = List.copyOf(left);
  }

  /** With nothing left out. */
  public static Proposal of(Table table) {
    return new Proposal(table, List.of());
  }
}
