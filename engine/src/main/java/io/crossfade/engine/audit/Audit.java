package io.crossfade.engine.audit;

import java.util.List;

/// The audit, for who reads it.
public interface Audit {
  /// The entries after this number, in order.
  ///
  /// @param limit how many at most
  List<AuditEntry> after(long number, int limit);

  /// The newest entry, as the store notes it beside the entries; it is never older than an entry
  /// that was read before.
  AuditHead head();
}
