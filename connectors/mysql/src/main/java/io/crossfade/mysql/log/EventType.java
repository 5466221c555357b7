package io.crossfade.mysql.log;

/** The kinds of events in a log, by the servers' numbers. */
final class EventType {
  static final int HEADER = 19;

  static final int QUERY = 2;
  static final int ROTATE = 4;
  static final int FORMAT_DESCRIPTION = 15;
  static final int XID = 16;
  static final int EXECUTE_LOAD_QUERY = 18;
  static final int TABLE_MAP = 19;
  static final int WRITE_ROWS_1 = 23;
  static final int UPDATE_ROWS_1 = 24;
  static final int DELETE_ROWS_1 = 25;
  static final int INCIDENT = 26;
  static final int HEARTBEAT = 27;
  static final int WRITE_ROWS = 30;
  static final int UPDATE_ROWS = 31;
  static final int DELETE_ROWS = 32;
  static final int GTID = 33;
  static final int ANONYMOUS_GTID = 34;
  static final int XA_PREPARE = 38;
  static final int PARTIAL_UPDATE_ROWS = 39;
  static final int TRANSACTION_PAYLOAD = 40;
  static final int GTID_TAGGED = 42;
  static final int MARIADB_GTID = 162;

  /** MariaDB's, with {@code log_bin_compress}. */
  static final int QUERY_COMPRESSED = 165;

  static final int WRITE_ROWS_COMPRESSED_1 = 166;
  static final int UPDATE_ROWS_COMPRESSED_1 = 167;
  static final int DELETE_ROWS_COMPRESSED_1 = 168;
  static final int WRITE_ROWS_COMPRESSED = 169;
  static final int UPDATE_ROWS_COMPRESSED = 170;
  static final int DELETE_ROWS_COMPRESSED = 171;

  /** The server has made it up for us: it is not in its file. */
  static final int FLAG_ARTIFICIAL = 0x20;

  /** Who does not know it may pass over it. */
  static final int FLAG_IGNORABLE = 0x80;

  private EventType() {}

  /** Those of which we know that they tell nothing of rows, and end nothing. */
  static boolean isPassedOver(int type) {
    return switch (type) {
      case 3, 5, 13, 14 -> true; // Stop, and what stands before statements.
      case 9, 11, 17 -> true; // Parts of a LOAD DATA, which EXECUTE_LOAD_QUERY ends.
      case HEARTBEAT, 41, 28, 29, 35, 36, 37 -> true;
      case 160, 161, 163, 164 -> true; // MariaDB's notes.
      default -> false;
    };
  }

  static boolean isCompressed(int type) {
    return type >= WRITE_ROWS_COMPRESSED_1 && type <= DELETE_ROWS_COMPRESSED;
  }

  /** Whether the header of these rows may be longer. */
  static boolean isSecondVersion(int type) {
    return type >= WRITE_ROWS && type <= DELETE_ROWS;
  }
}
