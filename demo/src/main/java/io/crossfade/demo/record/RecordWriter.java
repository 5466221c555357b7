package io.crossfade.demo.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Appends to the record. Each line reaches the operating system before the call returns, so that
/// `kill -9` of this process takes back nothing of what was written.
public final class RecordWriter implements AutoCloseable {
  private final FileChannel file;

  public RecordWriter(Path path) throws IOException {
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /// To be called before the commit is sent.
  public void intent(String tag, Kind kind, List<Effect> effects) {
    append("INTENT\t%s\t%s\t%s\n".formatted(tag, kind, EffectText.write(effects)));
  }

  public void outcome(String tag, Kind kind, Outcome outcome) {
    append("%s\t%s\t%s\t%s\n".formatted(outcome.status(), tag, kind, outcome.text()));
  }

  private synchronized void append(String line) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(line);
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the workload's record", e);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
