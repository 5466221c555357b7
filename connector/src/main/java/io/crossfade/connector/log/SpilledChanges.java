package io.crossfade.connector.log;

import io.crossfade.model.Change;
import io.crossfade.model.Changes;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The changes of a transaction that does not fit into memory: the first of them, and a file with
 * the messages of the others as they came, each behind the number of its {@link Decoder} and its
 * length. First filled by the reader of the log, then walked by others.
 */
public final class SpilledChanges implements Changes {
  private static final int BLOCK = 64 * 1024;
  private static final int HEADER = 8;

  private final SpillDirectory directory;
  private final FileChannel file;
  private final List<Change> first;
  private final List<Decoder> decoders = new ArrayList<>();
  private final Map<Decoder, Integer> numbers = new HashMap<>();
  private final List<Change> truncates = new ArrayList<>();
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
  private final int weight;
  private long count;
  private long bytes;

  /** Reads a change from the bytes that the log has told it in. */
  @FunctionalInterface
  public interface Decoder {
    Change change(byte[] message, int from);
  }

  /**
   * @param weight what a change weighs in memory beside its values
   */
  public SpilledChanges(SpillDirectory directory, List<Change> first, int weight) {
    this.weight = weight;
    this.directory = directory;
    this.file = directory.create();
    this.first = List.copyOf(first);
    this.count = first.size();
  }

  /** Takes the message of a change. */
  public void add(Decoder decoder, byte[] message, int from, int to) {
    Integer number = numbers.get(decoder);
    if (number == null) {
      number = decoders.size();
      numbers.put(decoder, number);
      decoders.add(decoder);
    }
    write(number, message, from, to);
  }

  public void add(Change.Truncate truncate) {
    truncates.add(truncate);
    write(-truncates.size(), new byte[0], 0, 0);
  }

  private void write(int kind, byte[] message, int from, int to) {
    count++;
    try {
      if (block.remaining() < HEADER) {
        flush();
      }
      block.putInt(kind).putInt(to - from);
      // Block by block, for the system gets them through a buffer of the same size.
      for (int at = from; at < to; ) {
        if (!block.hasRemaining()) {
          flush();
        }
        int length = Math.min(block.remaining(), to - at);
        block.put(message, at, length);
        at += length;
      }
    } catch (IOException e) {
      throw directory.failed(bytes, e);
    }
  }

  private void flush() throws IOException {
    block.flip();
    while (block.hasRemaining()) {
      bytes += file.write(block, bytes);
    }
    block.clear();
  }

  /** Nothing is added any more. */
  public SpilledChanges end() {
    try {
      flush();
      return this;
    } catch (IOException e) {
      throw directory.failed(bytes, e);
    }
  }

  /** Gives the space back; nobody may walk them any more. */
  public void delete() {
    directory.delete(file);
  }

  @Override
  public long count() {
    return count;
  }

  @Override
  public long weight() {
    return (long) weight * count + 2 * bytes;
  }

  @Override
  public boolean isLarge() {
    return true;
  }

  @Override
  public Iterator<Change> iterator() {
    return new Walk();
  }

  @Override
  public String toString() {
    return count + " changes in a file";
  }

  private final class Walk implements Iterator<Change> {
    private final ByteBuffer read = ByteBuffer.allocate(BLOCK).limit(0);
    private long at;
    private long told;

    @Override
    public boolean hasNext() {
      return told < count;
    }

    @Override
    public Change next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      told++;
      if (told <= first.size()) {
        return first.get((int) told - 1);
      }
      try {
        return readNext();
      } catch (IOException e) {
        throw directory.failed(bytes, e);
      }
    }

    private Change readNext() throws IOException {
      ByteBuffer header = ByteBuffer.wrap(read(HEADER));
      int kind = header.getInt();
      int length = header.getInt();
      return kind < 0 ? truncates.get(-kind - 1) : decoders.get(kind).change(read(length), 0);
    }

    private byte[] read(int length) throws IOException {
      byte[] wanted = new byte[length];
      for (int filled = 0; filled < length; ) {
        if (!read.hasRemaining()) {
          fill();
        }
        int part = Math.min(read.remaining(), length - filled);
        read.get(wanted, filled, part);
        filled += part;
      }
      return wanted;
    }

    private void fill() throws IOException {
      read.clear();
      int got = file.read(read, at);
      if (got < 0) {
        throw new EOFException("the file has lost its end");
      }
      at += got;
      read.flip();
    }
  }
}
