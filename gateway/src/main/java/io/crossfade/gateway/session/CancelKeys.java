package io.crossfade.gateway.session;

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

  long give(Session session) {
    while (true) {
      // Clients show the first half as the number of a process.
      long key = random.nextLong() & Long.MAX_VALUE;
      if (sessions.putIfAbsent(key, session) == null) {
        return key;
      }
    }
  }

  void takeBack(long key) {
    sessions.remove(key);
  }

  @Nullable Session find(long key) {
    return sessions.get(key);
  }

  Collection<Session> all() {
    return sessions.values();
  }
}
