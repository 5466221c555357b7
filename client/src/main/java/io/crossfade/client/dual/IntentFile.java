package io.crossfade.client.dual;

import io.crossfade.model.CrossfadeException;
import io.crossfade.model.ErrorCode;
import io.crossfade.model.Side;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Items whose write has begun, in a file that is only appended to. Those who wait for the disk at
 * the same time share one fsync. When most of it is done with, it is written anew beside, and takes
 * the place of the old one at once: so it holds each item once, and some more.
 */
final class IntentFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(IntentFile.class.getPackageName());
  private static final int SPARE_RECORDS = 1_000;

  /** Makes the name of a file that was moved last. */
  @FunctionalInterface
  interface Lasting {
    void name(Path file) throws IOException;
  }

  /** An item that was being written from this side. */
  record Intent(Side from, Item item) {}

  private final Path path;
  private final IntentDirectory directory;
  private final Lasting lasting;
  private final List<Intent> left;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /**
   * All of it guarded by the lock, but the channel's writing, of which {@code writing} keeps all
   * others.
   */
  private ByteArrayOutputStream buffer = new ByteArrayOutputStream();

  private FileChannel channel;
  private boolean writing;
  private @Nullable IOException broken;
  private long appended = 1;
  private long onDisk = 1;
  private long records;

  private IntentFile(
      Path path,
      IntentDirectory directory,
      Lasting lasting,
      List<Intent> left,
      FileChannel channel) {
    this.path = path;
    this.directory = directory;
    this.lasting = lasting;
    this.left = left;
    this.channel = channel;
    this.records = left.size();
  }

  /**
   * @throws CrossfadeException ALREADY_RUNNING where another process has the directory,
   *     INTENT_FAILED where it cannot be used
   */
  static IntentFile open(Path where) {
    return open(where, IntentDirectory::force);
  }

  static IntentFile open(Path where, Lasting lasting) {
    IntentDirectory directory = IntentDirectory.lock(where);
    Path path = where.resolve("intents");
    boolean opened = false;
    try {
      List<Intent> left =
          Files.exists(path) ? IntentRecord.readAll(path, Files.readAllBytes(path)) : List.of();
      FileChannel channel = beside(path, left);
      try {
        takePlace(path, lasting);
        opened = true;
      } finally {
        if (!opened) {
          channel.close();
        }
      }
      return new IntentFile(path, directory, lasting, left, channel);
    } catch (IOException e) {
      throw failed(path, e);
    } finally {
      if (!opened) {
        directory.close();
      }
    }
  }

  /** What the process before has left. */
  List<Intent> left() {
    return left;
  }

  /** Puts a word behind the others; returns what to wait for. */
  long append(boolean begun, Side from, Item item) {
    lock.lock();
    try {
      buffer.writeBytes(IntentRecord.bytes(begun, from, item));
      records++;
      return ++appended;
    } finally {
      lock.unlock();
    }
  }

  /** Comes back when the disk has it. The first to wait writes for all who have appended. */
  void await(long ticket) {
    lock.lock();
    try {
      while (onDisk < ticket) {
        if (broken != null) {
          throw failed(broken);
        }
        if (writing) {
          changed.awaitUninterruptibly();
        } else {
          writeForAll();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void writeForAll() {
    byte[] bytes = buffer.toByteArray();
    buffer = new ByteArrayOutputStream();
    long upTo = appended;
    FileChannel to = channel;
    writing = true;
    lock.unlock();
    @Nullable IOException failure = null;
    try {
      write(to, bytes);
    } catch (IOException e) {
      failure = e;
    } finally {
      lock.lock();
      writing = false;
      if (failure == null) {
        onDisk = upTo;
      } else {
        broken = failure;
      }
      changed.signalAll();
    }
  }

  private static void write(FileChannel to, byte[] bytes) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      to.write(left);
    }
    to.force(false);
  }

  /** Whether a write has failed. After that nobody knows what the file holds: write it anew. */
  boolean isBroken() {
    lock.lock();
    try {
      return broken != null;
    } finally {
      lock.unlock();
    }
  }

  boolean isMostlyDone(int alive) {
    lock.lock();
    try {
      return records > 2L * alive + SPARE_RECORDS;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The caller keeps everybody from appending meanwhile. Where the new file cannot be written the
   * old one goes on; where it may have its name or not, the file is broken.
   */
  void rewrite(List<Entries.Entry> alive) throws IOException {
    lock.lock();
    try {
      while (writing) {
        changed.awaitUninterruptibly();
      }
      List<Intent> intents = new ArrayList<>();
      alive.forEach(entry -> intents.add(new Intent(entry.from, entry.item)));
      FileChannel fresh = beside(path, intents);
      try (FileChannel old = channel) {
        channel = fresh;
        takePlace(path, lasting);
      } catch (IOException e) {
        broken = e;
        throw e;
      }
      buffer = new ByteArrayOutputStream();
      records = intents.size();
      onDisk = appended;
      broken = null;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static Path fresh(Path path) {
    return path.resolveSibling(path.getFileName() + ".new");
  }

  /** A whole file, on the disk under another name. */
  private static FileChannel beside(Path path, List<Intent> intents) throws IOException {
    Path fresh = fresh(path);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(IntentRecord.HEADER);
    for (Intent intent : intents) {
      bytes.writeBytes(IntentRecord.bytes(true, intent.from(), intent.item()));
    }
    Files.deleteIfExists(fresh);
    FileChannel channel =
        FileChannel.open(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    boolean whole = false;
    try {
      write(channel, bytes.toByteArray());
      whole = true;
      return channel;
    } finally {
      if (!whole) {
        channel.close();
      }
    }
  }

  private static void takePlace(Path path, Lasting lasting) throws IOException {
    Files.move(fresh(path), path, StandardCopyOption.ATOMIC_MOVE);
    lasting.name(path);
  }

  CrossfadeException failed(IOException e) {
    return failed(path, e);
  }

  private static CrossfadeException failed(Path path, IOException e) {
    return new CrossfadeException(
        ErrorCode.INTENT_FAILED,
        "What is about to be written cannot be noted in "
            + path
            + ", so nothing was written: "
            + e.getMessage()
            + ". Make room on that disk, or give it back; the next write tries again.",
        e);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      while (writing) {
        changed.awaitUninterruptibly();
      }
      if (broken == null && buffer.size() > 0) {
        write(channel, buffer.toByteArray());
      }
      channel.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the end of {0} was not written: some items are settled again", path);
    } finally {
      lock.unlock();
      directory.close();
    }
  }
}
