package io.crossfade.demo.record;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/// Counts outcomes while the record still grows; each look reads only what is new.
public final class RecordTail {
  private final Path path;
  private final Map<Status, Long> counts = new EnumMap<>(Status.class);
  private long offset;

  public RecordTail(Path path) {
    this.path = path;
  }

  /// How many transactions have ended in this way so far.
  public synchronized long count(Status status) throws IOException {
    look();
    return counts.getOrDefault(status, 0L);
  }

  private void look() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
      byte[] fresh = new byte[Math.toIntExact(file.length() - offset)];
      file.seek(offset);
      file.readFully(fresh);
      String text = new String(fresh, StandardCharsets.ISO_8859_1);
      int end = text.lastIndexOf('\n') + 1;
      text.substring(0, end).lines().forEach(this::count);
      offset += end;
    }
  }

  private void count(String line) {
    String word = line.substring(0, line.indexOf('\t'));
    if (!word.equals("INTENT")) {
      counts.merge(Status.valueOf(word), 1L, Long::sum);
    }
  }
}
