package io.crossfade.postgresql.log;

import io.crossfade.connector.log.Patience;
import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Frees a slot from the session that a dead predecessor of ours left behind: the server may notice
 * only minutes later that nobody reads any more.
 */
final class SlotHolder {
  private static final Duration GOES_BY_ITSELF = Duration.ofMillis(300);
  private static final Duration IS_ENDED = Duration.ofSeconds(10);
  private static final int NAME_BYTES = 63;

  private SlotHolder() {}

  /**
   * Returns when nobody uses the slot, or it does not exist. Only a session of {@code owner} is
   * ended for that.
   */
  static void free(Connection connection, String slot, String owner) throws SQLException {
    if (isFree(connection, slot, new Patience(GOES_BY_ITSELF))) {
      return;
    }
    Patience patience = new Patience(IS_ENDED);
    Optional<Slot> found = Slot.find(connection, slot);
    while (found.isPresent() && found.get().holder() != 0 && !patience.isOver()) {
      if (!isOurs(found.get().holderName(), owner)) {
        throw inUse(found.get(), "it is none of ours, so end it yourself");
      }
      terminate(connection, found.get().holder());
      patience.pause();
      found = Slot.find(connection, slot);
    }
    if (found.isPresent() && found.get().holder() != 0) {
      throw inUse(found.get(), "it did not end when told to");
    }
  }

  private static boolean isFree(Connection connection, String slot, Patience patience)
      throws SQLException {
    while (true) {
      Optional<Slot> found = Slot.find(connection, slot);
      if (found.isEmpty() || found.get().holder() == 0) {
        return true;
      }
      if (patience.isOver()) {
        return false;
      }
      patience.pause();
    }
  }

  /** The server cuts names, so ours may have lost its end. */
  private static boolean isOurs(String name, String owner) {
    byte[] prefix = owner.getBytes(StandardCharsets.UTF_8);
    return name.startsWith(owner)
        || (prefix.length > NAME_BYTES
            && name.equals(new String(prefix, 0, NAME_BYTES, StandardCharsets.UTF_8)));
  }

  private static void terminate(Connection connection, int pid) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
      statement.setInt(1, pid);
      statement.executeQuery().close();
    }
  }

  private static CrossfadeException inUse(Slot slot, String why) {
    String who = "the session with process id " + slot.holder() + " (" + slot.holderName() + ")";
    return new CrossfadeException(
        ErrorCode.NOT_ALLOWED_NOW,
        "the replication slot " + slot.name() + " is in use by " + who + "; " + why,
        Map.of("slot", slot.name(), "pid", Integer.toString(slot.holder())));
  }
}
