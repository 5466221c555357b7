package io.crossfade.postgresql.log;

import io.crossfade.model.Direction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32;

/** The name of a stream's slot and publication. */
final class RetentionName {
  private static final int LONGEST = 63;

  private RetentionName() {}

  /**
   * A slot's name has only small letters, digits and underscores. Where the migration's own name
   * had to be changed for that, a checksum keeps two migrations apart.
   */
  static String of(String migration, Direction direction) {
    String end = "_" + direction.spelled();
    String clean = migration.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
    int room = LONGEST - "crossfade_".length() - end.length();
    if (!clean.equals(migration) || clean.length() > room) {
      String checksum = "_" + checksum(migration);
      int kept = Math.min(clean.length(), room - checksum.length());
      clean = clean.substring(0, kept) + checksum;
    }
    return "crossfade_" + clean + end;
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%08x", crc.getValue());
  }
}
