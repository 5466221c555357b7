package io.crossfade.engine.audit;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is found when a whole audit is looked through.
///
/// @param head the newest entry that follows from those before it
/// @param heads how many were known from outside of the store
/// @param flaw null where nothing is wrong
public record AuditCheck(AuditHead head, int heads, @Nullable Flaw flaw) {
  private static final int PAGE = 1_000;

  /// Looks it through, while others may append.
  ///
  /// @param outside heads that were noted outside of the store
  public static AuditCheck of(Audit audit, List<AuditHead> outside) {
    AuditHead before = audit.head();
    List<AuditHead> known = new ArrayList<>(outside);
    known.add(before);
    AuditChain chain = new AuditChain(known);
    long read = 0;
    for (List<AuditEntry> page = audit.after(0, PAGE);
        !page.isEmpty();
        page = audit.after(read, PAGE)) {
      chain.add(page);
      read = page.getLast().number();
    }
    Flaw flaw = chain.end();
    return new AuditCheck(
        chain.last(), outside.size(), flaw == null ? added(audit.head(), read) : flaw);
  }

  private static @Nullable Flaw added(AuditHead now, long read) {
    return read <= now.number()
        ? null
        : new Flaw(
            Flaw.Kind.ADDED,
            now.number() + 1,
            "entry %d is there, and the newest that was appended is entry %d: somebody has written into the table, or set its head back"
                .formatted(read, now.number()));
  }
}
