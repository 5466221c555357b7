package io.crossfade.server;

import io.crossfade.engine.Recorded;
import io.crossfade.server.hosting.Migrations;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Wakes those who follow migrations when something has happened. However many they are, the store
/// is asked once for all who follow the same one, and not at all where nobody does.
final class EventFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
  private static final Duration EVERY = Duration.ofMillis(250);
  private static final int MOST = 1_000;

  private final Migrations migrations;
  private final ThreadFactory threads;
  private final Map<String, Followed> followed = new HashMap<>();
  private boolean looking;
  private boolean closed;

  /// A migration that somebody follows.
  private static final class Followed {
    private long newest;
    private int followers;
  }

  EventFeed(Migrations migrations, ThreadFactory threads) {
    this.migrations = migrations;
    this.threads = threads;
  }

  /// Waits until there is an event after this one, or patience ends, or the feed does.
  void await(String migration, long after, Duration patience) throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    synchronized (this) {
      Followed ours = join(migration, after);
      try {
        long left = deadline - System.nanoTime();
        while (!closed && ours.newest <= after && left > 0) {
          wait(Math.max(1, left / 1_000_000));
          left = deadline - System.nanoTime();
        }
      } finally {
        leave(migration, ours);
      }
    }
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private Followed join(String migration, long after) {
    // Who looks may still be at it for one who has just left.
    if (!looking) {
      looking = true;
      threads.newThread(this::lookWhileFollowed).start();
    }
    Followed ours = followed.computeIfAbsent(migration, _ -> new Followed());
    ours.newest = ours.followers == 0 ? after : ours.newest;
    ours.followers++;
    return ours;
  }

  private void leave(String migration, Followed ours) {
    ours.followers--;
    if (ours.followers == 0) {
      followed.remove(migration);
    }
  }

  private void lookWhileFollowed() {
    try {
      for (Map<String, Long> asked = wanted(); !asked.isEmpty(); asked = wanted()) {
        asked.forEach(this::look);
        Thread.sleep(EVERY);
      }
    } catch (InterruptedException e) {
      endLooking();
    }
  }

  private void look(String migration, long after) {
    try {
      List<Recorded> events = migrations.events(migration, after, MOST);
      if (!events.isEmpty()) {
        found(migration, events.getLast().seq());
      }
    } catch (RuntimeException e) {
      LOG.warn(
          "the events of {} cannot be read, and are asked for again: {}",
          migration,
          e.getMessage());
    }
  }

  private synchronized void found(String migration, long newest) {
    Followed there = followed.get(migration);
    if (there != null) {
      there.newest = Math.max(there.newest, newest);
      notifyAll();
    }
  }

  /// What is followed, and from where on; nothing where nobody has to look any more.
  private synchronized Map<String, Long> wanted() {
    Map<String, Long> wanted = new HashMap<>();
    if (!closed) {
      followed.forEach((migration, there) -> wanted.put(migration, there.newest));
    }
    looking = !wanted.isEmpty();
    return wanted;
  }

  private synchronized void endLooking() {
    looking = false;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
