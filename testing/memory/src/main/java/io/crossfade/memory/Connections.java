package io.crossfade.memory;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** The connections of one process of ours. */
final class Connections {
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(1);

  private final MemoryServer server;
  private final String process;

  Connections(MemoryServer server, String process) {
    this.server = server;
    this.process = process;
  }

  MemoryServer server() {
    return server;
  }

  Session open(String what, Duration lockTimeout) {
    try {
      return server.session(process, what, lockTimeout);
    } catch (ServerError e) {
      throw failed("connect", e);
    }
  }

  /** One statement that only looks. */
  <T> T ask(String what, String doing, Function<Transaction, T> statement) {
    try (Session session = open(what, LOCK_TIMEOUT)) {
      return session.run(doing, statement);
    } catch (ServerError e) {
      throw failed(doing, e);
    }
  }

  /** One statement, and its commit. */
  <T> T change(String what, String doing, Function<Transaction, T> statement) {
    return change(what, doing, LOCK_TIMEOUT, statement);
  }

  <T> T change(
      String what, String doing, Duration lockTimeout, Function<Transaction, T> statement) {
    try (Session session = open(what, lockTimeout)) {
      T result = session.run(doing, statement);
      session.commit();
      return result;
    } catch (ServerError e) {
      throw failed(doing, e);
    }
  }

  void endAll() {
    server.kill(process);
  }

  CrossfadeException failed(String doing, ServerError e) {
    return new CrossfadeException(
        ErrorCode.DATABASE_FAILED,
        "could not " + doing + " on " + server.name() + ": " + e.getMessage(),
        Map.of("database", server.name()),
        e);
  }

  /** Says why a row was refused, without its values. */
  static CrossfadeException refused(String written, ServerError e) {
    return new CrossfadeException(
        ErrorCode.TARGET_REFUSED_ROW,
        "a row for "
            + written
            + " was refused: "
            + e.getMessage()
            + "; mend the row, or the table that is written, and it goes on by itself",
        Map.of(CrossfadeException.PASSES, "true"),
        e);
  }
}
