package io.crossfade.gateway.session;

import io.netty.util.concurrent.Future;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The keys that clients were given to cancel with. They are the gateway's own, so they outlive the
/// connection to a database.
public final class CancelKeys {
  private final SecureRandom random = new SecureRandom();
  private final Map<Long, Session> sessions = new ConcurrentHashMap<>();

  /// Has given keys too, and its sessions may still be there.
  private volatile @Nullable Predecessor predecessor;

  void after(Predecessor before) {
    predecessor = before;
  }

  long give(Session session) {
    while (true) {
      // Clients take the first half for the number of a process, and may ask a database to end it:
      // none has one as high as this.
      long key = (random.nextLong() & Long.MAX_VALUE) | (1L << 62);
      if (sessions.putIfAbsent(key, session) == null) {
        return key;
      }
    }
  }

  void takeBack(long key) {
    sessions.remove(key);
  }

  /// Asks for the session of this key to be cancelled. From any thread.
  ///
  /// @return null if there is no such session in this process: then the one before it is told
  @Nullable Future<Void> cancel(long key) {
    Session session = sessions.get(key);
    if (session != null) {
      return session.cancel();
    }
    Predecessor before = predecessor;
    if (before != null) {
      before.cancel(key);
    }
    return null;
  }

  Collection<Session> all() {
    return sessions.values();
  }
}
