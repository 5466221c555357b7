package io.crossfade.engine.audit;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Looks through entries in the order in which they are read, up to the first that is not as it was
/// written.
public final class AuditChain {
  private final Map<Long, Set<String>> known;
  private AuditHead last = AuditHead.NONE;
  private @Nullable Flaw flaw;

  /// @param known heads from elsewhere. Without one, nobody can tell entries that were never
  ///   written from those that were cut off the end, nor a chain from one that was made anew.
  public AuditChain(Collection<AuditHead> known) {
    this.known =
        known.stream()
            .collect(
                Collectors.groupingBy(
                    AuditHead::number,
                    Collectors.mapping(AuditHead::hash, Collectors.toUnmodifiableSet())));
  }

  /// Takes the next entries; those after the first flaw say nothing any more.
  public void add(List<AuditEntry> entries) {
    for (AuditEntry entry : entries) {
      if (flaw != null) {
        return;
      }
      flaw = flaw(entry);
      if (flaw == null) {
        last = entry.head();
      }
    }
  }

  /// The newest entry that follows from those before it.
  public AuditHead last() {
    return last;
  }

  /// What was found, when these were all; null where nothing was.
  public @Nullable Flaw end() {
    return flaw != null
        ? flaw
        : known.keySet().stream()
            .max(Long::compare)
            .filter(newest -> newest > last.number())
            .map(newest ->
                new Flaw(
                    Flaw.Kind.CUT,
                    last.number() + 1,
                    "entry %d was written, and the audit ends with entry %d: its end was cut off, or the store is one from an older backup"
                        .formatted(newest, last.number())))
            .orElse(null);
  }

  private @Nullable Flaw flaw(AuditEntry entry) {
    long expected = last.number() + 1;
    if (entry.number() > expected) {
      return new Flaw(
          Flaw.Kind.MISSING,
          expected,
          "entry %d is not there, and entry %d is".formatted(expected, entry.number()));
    }
    if (entry.number() < expected) {
      return new Flaw(
          Flaw.Kind.MISPLACED,
          entry.number(),
          "entry %d stands after entry %d".formatted(entry.number(), last.number()));
    }
    return entry.previous().equals(last.hash()) ? content(entry) : link(entry);
  }

  private @Nullable Flaw content(AuditEntry entry) {
    if (!entry.isGenuine()) {
      return new Flaw(
          Flaw.Kind.CHANGED,
          entry.number(),
          "entry %d was changed: its hash is not that of what it says".formatted(entry.number()));
    }
    return known.getOrDefault(entry.number(), Set.of()).stream()
        .filter(hash -> !hash.equals(entry.hash()))
        .findFirst()
        .map(hash -> rewritten(entry.number(), "is known by the hash " + hash))
        .orElse(null);
  }

  private Flaw link(AuditEntry entry) {
    if (entry.isGenuine() && last.number() > 0) {
      return rewritten(
          last.number(), "is another one than entry %d follows".formatted(entry.number()));
    }
    return new Flaw(
        Flaw.Kind.MISPLACED,
        entry.number(),
        "entry %d does not follow entry %d: entries were removed, added or exchanged, or it was changed"
            .formatted(entry.number(), last.number()));
  }

  private static Flaw rewritten(long number, String why) {
    return new Flaw(
        Flaw.Kind.REWRITTEN,
        number,
        "entry %d %s: it was written anew, with a new hash".formatted(number, why));
  }
}
