package io.crossfade.gateway.reads;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Knows which statements only read. A statement that it meets for the first time it looks at
/// aside, and says so of the next one: who asks does not wait.
public final class Recogniser {
  /// A longer statement stays where writes go.
  public static final int LONGEST = 8 * 1024;

  private static final int MOST = 1_000;
  private static final int AT_ONCE = 2;

  private final Semaphore looking = new Semaphore(AT_ONCE);
  private volatile Known known = new Known(Catalog.NONE);

  /// What is known by one look at the databases.
  private record Known(Catalog catalog, Map<String, Optional<Read>> reads) {
    Known(Catalog catalog) {
      this(catalog, new ConcurrentHashMap<>());
    }
  }

  /// From now on this holds; what was known by another one is forgotten.
  public void learn(Catalog catalog) {
    known = new Known(catalog);
  }

  public Catalog catalog() {
    return known.catalog;
  }

  /// Null if it does not only read, or if that is not known yet.
  public @Nullable Read find(String sql) {
    if (sql.length() > LONGEST || !known.catalog.sound()) {
      return null;
    }
    Lexed lexed = Lexed.of(sql);
    if (lexed == null) {
      return null;
    }
    Known now = known;
    Optional<Read> read = now.reads.get(lexed.text());
    if (read == null) {
      look(lexed, now);
      return null;
    }
    return read.orElse(null);
  }

  private void look(Lexed lexed, Known now) {
    if (!looking.tryAcquire()) {
      return;
    }
    Thread.ofVirtual()
        .name("gateway-reads")
        .start(() -> {
          try {
            if (now.reads.size() >= MOST) {
              now.reads.clear();
            }
            now.reads.put(lexed.text(), Rules.read(lexed, now.catalog));
          } finally {
            looking.release();
          }
        });
  }
}
