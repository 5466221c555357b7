package io.crossfade.memory;

import io.crossfade.model.Boundary;
import io.crossfade.model.LoggedTransaction;

/**
 * What is known of a snapshot that a server takes without saying which transactions it has seen, as
 * MySQL does.
 *
 * @param low every transaction that ends here or before is in the snapshot
 * @param high no transaction that ends after it is
 */
public record MemoryBracket(MemoryPosition low, MemoryPosition high) implements Boundary {
  private static final long serialVersionUID = 1;

  static MemoryBracket parse(String encoded) {
    String[] parts = encoded.split("-", -1);
    return new MemoryBracket(MemoryPosition.parse(parts[0]), MemoryPosition.parse(parts[1]));
  }

  @Override
  public Inclusion includes(LoggedTransaction transaction) {
    if (low.isAtLeast(transaction.end())) {
      return Inclusion.YES;
    }
    return high.isAtLeast(transaction.end()) ? Inclusion.MAYBE : Inclusion.NO;
  }

  @Override
  public String encode() {
    return low.encode() + "-" + high.encode();
  }
}
