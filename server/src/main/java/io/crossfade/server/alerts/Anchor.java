package io.crossfade.server.alerts;

import io.crossfade.engine.audit.AuditHead;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/// Brings the head of the audit to where whoever can write the store and the files of this process
/// cannot: then nobody can cut the end of the audit off, or make it anew, without being found out.
/// Of several that come in one moment the newest is told, which vouches for all before it.
final class Anchor implements Consumer<AuditHead> {
  private final SignedPost post;
  private final InstantSource clock;
  private final AtomicReference<AuditHead> newest;
  private AuditHead told = AuditHead.NONE;

  /// @param first the head when this process begins: one before may have died before it told it
  Anchor(SignedPost post, AuditHead first, InstantSource clock) {
    this.post = post;
    this.clock = clock;
    this.newest = new AtomicReference<>(first);
  }

  @Override
  public void accept(AuditHead head) {
    newest.accumulateAndGet(head, (one, other) -> one.number() < other.number() ? other : one);
  }

  /// Tells the newest, where it was not told.
  void tell() throws IOException, InterruptedException {
    AuditHead head = newest.get();
    if (head.equals(told) || head.equals(AuditHead.NONE)) {
      return;
    }
    post.send("audit-head-" + head, "audit.head", clock.instant(), Map.of("head", head.toString()));
    told = head;
  }
}
