package io.crossfade.engine.audit;

import io.crossfade.model.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// One entry of the audit.
///
/// @param number from 1 on, without gaps
/// @param at by the clock of the process that wrote it, in microseconds; the order is that of the
///   numbers
/// @param previous the hash of the entry before
/// @param hash of all the rest
public record AuditEntry(long number, Instant at, Act act, String previous, String hash) {
  /// The first field of what is hashed: another way to hash would have another name.
  private static final String FORM = "crossfade-audit-1";

  /// The one that comes next.
  public static AuditEntry after(AuditHead head, Instant at, Act act) {
    AuditEntry draft = new AuditEntry(head.number() + 1, at, act, head.hash(), "");
    return new AuditEntry(draft.number, at, act, head.hash(), draft.computed());
  }

  public AuditHead head() {
    return new AuditHead(number, hash);
  }

  /// Whether its hash is that of what it says.
  boolean isGenuine() {
    return hash.equals(computed());
  }

  /// Each field with its length before it, so that no two entries make the same bytes.
  private String computed() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    List.of(
            FORM,
            previous,
            Long.toString(number),
            at.toString(),
            act.who(),
            act.migration(),
            act.what(),
            act.outcome(),
            Long.toString(act.answers()),
            act.details())
        .forEach(field -> add(bytes, field));
    return Sha256.hex(bytes.toByteArray());
  }

  private static void add(ByteArrayOutputStream bytes, String field) {
    byte[] text = field.getBytes(StandardCharsets.UTF_8);
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
    bytes.writeBytes(text);
  }
}
