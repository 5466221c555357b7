package io.crossfade.model;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Readers by name, for whom no percentage decides. They count while a share of the reads goes to
 * the side that is not written, and only then: before it nothing is known to be there, and
 * afterwards nothing is known to be kept there.
 *
 * @param always keys that belong to every share, however small
 * @param never keys that belong to none; who is in both lists is in this one
 * @param testers keys that read one side, whatever the lists say
 */
public record Readers(Set<String> always, Set<String> never, Map<String, Side> testers) {
  public static final Readers NONE = new Readers(Set.of(), Set.of(), Map.of());

  public Readers {
    always = Set.copyOf(always);
    never = Set.copyOf(never);
    testers = Map.copyOf(testers);
  }

  public boolean isEmpty() {
    return always.isEmpty() && never.isEmpty() && testers.isEmpty();
  }

  /**
   * Where this reader is sent by name, or null where the percentage decides.
   *
   * @param written the side that is written
   * @param share the other, to which a share of the reads goes
   */
  public @Nullable Side side(String key, Side written, Side share) {
    Side tested = testers.get(key);
    if (tested != null) {
      return tested;
    }
    if (never.contains(key)) {
      return written;
    }
    return always.contains(key) ? share : null;
  }

  /** Without the keys, which may be people's names. */
  @Override
  public String toString() {
    return "Readers[always=%d, never=%d, testers=%d]"
        .formatted(always.size(), never.size(), testers.size());
  }
}
